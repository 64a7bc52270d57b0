namespace McpIntegration.McpServer.Caching;

internal enum EpochOrigin
{
    /// <summary>As Redis has it.</summary>
    Shared,

    /// <summary>Begun here and not in Redis yet: what stands there is older.</summary>
    Begun,

    /// <summary>Taken because Redis could not be asked; asked again each time.</summary>
    Guessed,
}
