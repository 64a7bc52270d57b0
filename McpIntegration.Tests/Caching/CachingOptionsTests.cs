using McpIntegration.Tests.Redis;
using Microsoft.Extensions.Options;
using Xunit;

namespace McpIntegration.Tests.Caching;

public sealed class CachingOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("thirty-one-characters-are-short")]
    public async Task A_missing_or_short_key_stops_the_start_and_is_named(string key)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Replica.StartAtAsync(null, ("Caching:Key", key)));

        Assert.Contains(
            "Caching:Key must be a secret of at least 32 characters", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("thirty-one-characters-are-short")]
    public async Task A_previous_key_that_is_none_stops_the_start(string key)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Replica.StartAtAsync(null, ("Caching:PreviousKey", key)));

        Assert.Contains(
            "Caching:PreviousKey must be the secret that Caching:Key was before",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Caching:Grace", "00:30:01")]
    [InlineData("Caching:MemoryLimit", "1048575")]
    public async Task A_setting_out_of_range_stops_the_start(string key, string value)
    {
        var error =
            await Assert.ThrowsAsync<OptionsValidationException>(() => Replica.StartAtAsync(null, (key, value)));

        Assert.Contains(key.Split(':')[1], error.Message, StringComparison.Ordinal);
    }
}
