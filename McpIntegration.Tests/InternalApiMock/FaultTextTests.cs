using McpIntegration.InternalApiMock.Faults;
using Xunit;

namespace McpIntegration.Tests.InternalApiMock;

public sealed class FaultTextTests
{
    [Fact]
    public void Reads_every_part_of_a_fault()
    {
        FaultText.TryRead("delay=2000; status=503 ;retry-after=7;malformed;times=2", out var fault);

        var expected = new Fault(
            TimeSpan.FromSeconds(2), Status: 503, TimeSpan.FromSeconds(7), FaultBody.Malformed, Times: 2);
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("status=503;")]
    [InlineData("status")]
    [InlineData("status=")]
    [InlineData("status=200")]
    [InlineData("status=600")]
    [InlineData("status=-503")]
    [InlineData("status=503;status=500")]
    [InlineData("STATUS=503")]
    [InlineData("delay=0")]
    [InlineData("delay=600001")]
    [InlineData("delay=99999999999")]
    [InlineData("delay=1s")]
    [InlineData("times=2")]
    [InlineData("status=503;times=0")]
    [InlineData("retry-after=5")]
    [InlineData("malformed=1")]
    [InlineData("malformed;truncated")]
    [InlineData("status=500;oversized")]
    [InlineData("status=307;redirect")]
    [InlineData("status=500;redirect")]
    [InlineData("slow")]
    public void Refuses_what_is_no_fault(string text)
    {
        Assert.False(FaultText.TryRead(text, out _));
    }
}
