using System.Text.Json.Serialization;

namespace McpIntegration.McpServer.Tools;

/// <summary>How a field's value is compared. The names are the wire's, and configuration's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FilterOperator>))]
internal enum FilterOperator
{
    [JsonStringEnumMemberName("equals")]
    Equals,

    [JsonStringEnumMemberName("prefix")]
    Prefix,

    [JsonStringEnumMemberName("greater")]
    Greater,

    [JsonStringEnumMemberName("less")]
    Less,
}
