namespace McpIntegration.InternalApiMock.Faults;

internal enum FaultBody
{
    /// <summary>Not JSON, though it says so.</summary>
    Malformed,

    /// <summary>Ends before the announced length, and the connection with it.</summary>
    Truncated,

    /// <summary>Valid JSON of more than 1 MB, its length not announced.</summary>
    Oversized,

    /// <summary>Sends the caller elsewhere under <c>/api</c>, where it is recorded when it follows.</summary>
    Redirect,
}
