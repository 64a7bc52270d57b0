using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpIntegration.McpServer.Caching;
using Xunit;

namespace McpIntegration.Tests.Caching;

public sealed class CacheDigestTests
{
    [Theory]
    [InlineData("", "0:")]
    [InlineData("a|bc", "1:a2:bc")]
    [InlineData("ab|c", "2:ab1:c")]
    [InlineData("|ab|", "0:2:ab0:")]
    [InlineData("Zoë 😀", "6:Zoë 😀")]
    public void Is_SHA_256_of_the_parts_each_behind_its_length(string parts, string text) =>
        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), CacheDigest.Of(parts.Split('|')));

    [Fact]
    public void Takes_parts_of_any_length_whole()
    {
        var part = string.Concat(Enumerable.Repeat("日本語", 100_000));

        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"1:a300000:{part}"))),
            CacheDigest.Of("a", part));
    }
}
