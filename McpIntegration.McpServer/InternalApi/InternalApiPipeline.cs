using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace McpIntegration.McpServer.InternalApi;

/// <summary>
/// Concurrency, total time, retries, circuit breaker and the attempt's time, in this order, outermost first.
/// </summary>
internal static class InternalApiPipeline
{
    /// <summary>
    /// The usual wait before the first retry, and how far apart those come who were told the same Retry-After.
    /// </summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);
    private static readonly ResiliencePropertyKey<long> Started = new("internal-api.started");

    public static void Configure(HttpStandardResilienceOptions pipeline, InternalApiOptions options, TimeProvider time)
    {
        pipeline.RateLimiter.DefaultRateLimiterOptions.PermitLimit = options.MaxConcurrency;
        pipeline.TotalRequestTimeout.Timeout = options.TotalTimeout;

        // The generator is where a request passes before its first attempt: the time is the same for all.
        pipeline.TotalRequestTimeout.TimeoutGenerator = request =>
        {
            request.Context.Properties.Set(Started, time.GetTimestamp());
            return new(options.TotalTimeout);
        };
        ConfigureRetries(pipeline.Retry, options, time);
        pipeline.CircuitBreaker.ShouldHandle = attempt => new(IsTransient(attempt.Outcome));
        pipeline.CircuitBreaker.SamplingDuration = TimeSpan.FromTicks(
            Math.Max(options.AttemptTimeout.Ticks * 2, TimeSpan.FromSeconds(10).Ticks));
        pipeline.CircuitBreaker.MinimumThroughput = 20;
        pipeline.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(5);
        pipeline.AttemptTimeout.Timeout = options.AttemptTimeout;
    }

    private static void ConfigureRetries(HttpRetryStrategyOptions retry, InternalApiOptions options, TimeProvider time)
    {
        retry.MaxRetryAttempts = options.Retries;
        retry.Delay = Delay;
        retry.UseJitter = true;

        // Retry-After is obeyed where a whole attempt fits after it. A longer one ends the retries: a person waits, and
        // is told when to come back instead. Null is the usual wait.
        retry.ShouldHandle = attempt => new(IsTransient(attempt.Outcome)
            && (RetryAfter.Of(attempt.Outcome, time) is not { } wait
                || wait + Delay + options.AttemptTimeout <= Left(attempt.Context, options, time)));
        retry.DisableForUnsafeHttpMethods();
        retry.DelayGenerator = attempt =>
            new(RetryAfter.Of(attempt.Outcome, time) + (Delay * Random.Shared.NextDouble()));
    }

    private static TimeSpan Left(ResilienceContext context, InternalApiOptions options, TimeProvider time) =>
        options.TotalTimeout - time.GetElapsedTime(context.Properties.GetValue(Started, time.GetTimestamp()));

    // A refusal of this server's credentials by its token endpoint is an exception, but as lasting as the API's 401.
    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) =>
        HttpClientResiliencePredicates.IsTransient(outcome)
        && outcome.Exception is not UpstreamRefusedException { StatusCode: HttpStatusCode.Unauthorized };
}
