using McpIntegration.Benchmarks.Faults;
using Xunit;

namespace McpIntegration.Tests.Faults;

/// <summary>
/// Two replicas, Redis, the issuer and the internal API as real processes, and clients that compare every answer with
/// the API's own data while one part after the other fails.
/// </summary>
public sealed class FaultTests(ShortFaultRun run) : IClassFixture<ShortFaultRun>
{
    /// <summary>What a busy machine may add.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Names => [.. Fault.All.Select(fault => fault.Name)];

    public static TheoryData<string> OfTheApi =>
        [.. Fault.All.Where(fault => fault.IsOfTheApi && fault.Name != Fault.ApiSlow).Select(fault => fault.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Nobody_is_answered_wrongly_and_nobody_is_left_without_an_answer(string fault)
    {
        var result = run.Of(fault);

        Assert.Equal([], result.Complaints);
        Assert.Equal((0, 0), (result.Wrong, result.Lost));
        Assert.InRange(result.Sent, 10, int.MaxValue);
    }

    [SkippableTheory]
    [InlineData(Fault.Nothing)]
    [InlineData(Fault.Restarts)]
    [InlineData(Fault.RedisKilled)]
    [InlineData(Fault.RedisHangs)]
    [InlineData(Fault.ApiSlow)]
    public void Everybody_gets_the_data_where_it_can_be_had(string fault)
    {
        var result = run.Of(fault);

        Assert.Equal(result.Sent, result.Correct + result.Degraded);
    }

    [SkippableTheory]
    [InlineData(Fault.RedisKilled)]
    [InlineData(Fault.RedisHangs)]
    public void Without_Redis_answers_come_from_memory_and_nobody_waits_for_it(string fault)
    {
        var result = run.Of(fault);

        Assert.InRange(result.Degraded, 1, int.MaxValue);
        Assert.InRange(result.Slowest, TimeSpan.Zero, TimeSpan.FromMilliseconds(100) + Slack);
    }

    [SkippableTheory]
    [MemberData(nameof(OfTheApi))]
    public void What_only_the_API_knows_is_refused_with_a_time_while_it_fails_and_what_is_known_is_served(string fault)
    {
        var result = run.Of(fault);

        Assert.InRange(result.Refused, 1, int.MaxValue);
        Assert.InRange(result.Correct + result.Degraded, 1, int.MaxValue);
    }
}
