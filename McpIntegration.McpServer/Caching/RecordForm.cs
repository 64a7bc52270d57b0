namespace McpIntegration.McpServer.Caching;

/// <summary>
/// What is made of a record once, for all calls that it answers alike. It lives beside the record and as long, in this
/// process only.
/// </summary>
internal sealed class RecordForm
{
    private object? _made;

    /// <param name="make">Of two who come first together, both may make it.</param>
    public T GetOrMake<T>(Func<T> make) where T : class
    {
        if (Volatile.Read(ref _made) is T made)
        {
            return made;
        }

        made = make();
        Volatile.Write(ref _made, made);
        return made;
    }
}
