using Microsoft.Extensions.Options;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// What may be read by query_data: a collection, field or operator that does not stand here does not exist for callers,
/// and a field that appears in the internal API tomorrow is not delivered until it is added.
/// </summary>
internal sealed class CatalogueOptions
{
    public const string SectionName = "Catalogue";

    public Dictionary<string, CollectionOptions> Collections { get; } = [];
}

internal sealed class CatalogueOptionsValidator : IValidateOptions<CatalogueOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogueOptions options)
    {
        if (options.Collections.Count == 0)
        {
            return ValidateOptionsResult.Fail(
                "Catalogue:Collections is empty: name at least one collection that query_data may read.");
        }

        var faults = options.Collections.SelectMany(collection => FaultsOf(collection.Key, collection.Value)).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(string name, CollectionOptions collection)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            yield return $"Catalogue:Collections:{name}: a name takes letters, digits, - and _, 64 at most, " +
                "since it becomes a part of a path.";
        }

        if (collection.Returns.Count == 0)
        {
            yield return $"Catalogue:Collections:{name}:Returns is empty: " +
                "name the fields that records are returned with.";
        }

        foreach (var field in collection.Filters.Where(filter => filter.Value.Length == 0).Select(filter => filter.Key))
        {
            yield return $"Catalogue:Collections:{name}:Filters:{field} is empty: " +
                "name its operators (equals, prefix, greater, less).";
        }
    }
}
