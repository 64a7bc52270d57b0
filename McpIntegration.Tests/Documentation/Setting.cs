using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using McpIntegration.McpServer.Authentication;
using McpIntegration.McpServer.Tools;

namespace McpIntegration.Tests.Documentation;

/// <summary>
/// One setting of the MCP server. Default and range are null where the options class does not say them itself.
/// </summary>
internal sealed record Setting(string Key, string Environment, string? Default, string? Range)
{
    /// <summary>Every key that the options classes bind.</summary>
    public static IEnumerable<Setting> ReadAll() => typeof(AuthenticationOptions).Assembly.GetTypes()
        .Select(type => (Type: type, Section: type.GetField("SectionName")?.GetRawConstantValue() as string))
        .Where(options => options.Section is not null)
        .SelectMany(options => Read(options.Type, $"{options.Section}:"))
        .OrderBy(setting => setting.Key, StringComparer.Ordinal);

    private static IEnumerable<Setting> Read(Type options, string prefix) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is not null || IsCollection(property.PropertyType))
        .SelectMany(property => Read(options, property, prefix + property.Name));

    private static IEnumerable<Setting> Read(Type options, PropertyInfo property, string key) => property switch
    {
        { Name: nameof(CatalogueOptions.Collections) } => Read(typeof(CollectionOptions), $"{key}:{{name}}:"),
        { Name: nameof(CollectionOptions.Filters) } => [Create($"{key}:{{field}}", isList: true)],
        { PropertyType.IsConstructedGenericType: true } when property.PropertyType.GetGenericTypeDefinition() == typeof(Dictionary<,>) =>
            [Create($"{key}:{{tool}}")],
        _ when IsCollection(property.PropertyType) => [Create(key, isList: true)],
        _ => [Create(key) with { Default = DefaultOf(options, property), Range = RangeOf(property) }],
    };

    private static Setting Create(string key, bool isList = false) =>
        new(key, key.Replace(":", "__", StringComparison.Ordinal) + (isList ? "__0" : ""), null, null);

    private static bool IsCollection(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static string DefaultOf(Type options, PropertyInfo property)
    {
        var value =
            Convert.ToString(property.GetValue(Activator.CreateInstance(options)), CultureInfo.InvariantCulture);
        return value switch
        {
            null or "" when property.IsDefined(typeof(RequiredAttribute)) => "required",
            null or "" => "none",
            _ => $"`{value}`",
        };
    }

    private static string? RangeOf(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{range.Minimum} to {range.Maximum}"
        : property.GetCustomAttribute<MinLengthAttribute>() is { } length ? $"{length.Length} characters or more"
        : null;
}
