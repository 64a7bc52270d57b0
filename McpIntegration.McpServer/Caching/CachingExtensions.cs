using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace McpIntegration.McpServer.Caching;

internal static class CachingExtensions
{
    private const string LogCategory = "ZiggyCreatures.Caching.Fusion";

    /// <summary>While the internal API fails, a stale record is served this long before it is tried again.</summary>
    private static readonly TimeSpan Throttle = TimeSpan.FromSeconds(5);

    /// <summary>The cache of upstream records, shared by all replicas through Redis. Needs <c>AddRedis</c>.</summary>
    public static IHostApplicationBuilder AddRecordCache(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IValidateOptions<CachingOptions>, CachingOptionsValidator>();
        builder.Services.AddOptions<CachingOptions>().BindConfiguration(CachingOptions.SectionName).ValidateOnStart();

        // It warns about every failed call, with keys; the connector and the gate have said what there is to say.
        builder.Logging.AddFilter(LogCategory, LogLevel.Error);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SealedDistributedCache>();
        builder.Services.AddSingleton<SharedEpochs>();
        builder.Services.AddSingleton<CacheEpochs>();
        builder.Services.AddSingleton(CreateCache);
        builder.Services.AddSingleton<RecordKeys>();
        builder.Services.AddSingleton<RecordFetch>();
        builder.Services.AddSingleton<RecordCache>();
        return builder;
    }

    private static IFusionCache CreateCache(IServiceProvider services)
    {
        var memoryLimit = services.GetRequiredService<IOptions<CachingOptions>>().Value.MemoryLimit;
        var cache = new FusionCache(
            CreateOptions(),
            new MemoryCache(new MemoryCacheOptions { SizeLimit = memoryLimit }),
            services.GetRequiredService<ILogger<FusionCache>>(),
            new NoLocker());
        return cache
            .SetupSerializer(new FusionCacheSystemTextJsonSerializer())
            .SetupDistributedCache(services.GetRequiredService<SealedDistributedCache>());
    }

    private static FusionCacheOptions CreateOptions() => new()
    {
        CacheName = "records",
        CacheKeyPrefix = "mcp:rc:1:",

        // The cache's own format version goes behind the key: all keys of this server begin with "mcp:".
        DistributedCacheKeyModifierMode = CacheKeyModifierMode.Suffix,

        // Epochs do what its tags would. Tried on 2.9.0, where Redis did not answer for a moment: a tag then counts as
        // never dropped, and a replica that knew an older drop writes it over the newer one, which is lost for all.
        DisableTagging = true,

        // A write that Redis missed is not worth repeating: the record lives for minutes.
        EnableAutoRecovery = false,
        PreferSyncSerialization = true,
        DefaultEntryOptions =
        {

            // Every record says its own size; one that did not would count as the largest.
            Size = RecordSize.InMemory(RecordSize.Largest),
            IsFailSafeEnabled = true,
            FailSafeThrottleDuration = Throttle,
            AllowBackgroundDistributedCacheOperations = true,

            // On by default: a value in Redis that does not parse would be an error instead of a miss.
            ReThrowSerializationExceptions = false,
        },
    };
}
