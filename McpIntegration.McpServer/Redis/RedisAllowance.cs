namespace McpIntegration.McpServer.Redis;

/// <summary>
/// The time one request may still wait for Redis. It flows with the request's asynchronous context, because the
/// operations of one request are started by parts that do not know each other (limiter, tool cost, record cache).
/// </summary>
internal sealed class RedisAllowance
{
    private static readonly AsyncLocal<RedisAllowance?> Ambient = new();
    private long _ticks;

    private RedisAllowance(TimeSpan total) => _ticks = total.Ticks;

    public static RedisAllowance? Current => Ambient.Value;

    public TimeSpan Left => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public static void Begin(TimeSpan total) => Ambient.Value = new RedisAllowance(total);

    public void Spend(TimeSpan waited) => Interlocked.Add(ref _ticks, -waited.Ticks);
}
