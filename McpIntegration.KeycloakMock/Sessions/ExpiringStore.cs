using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace McpIntegration.KeycloakMock.Sessions;

/// <summary>Keeps values for a while under names that no one can guess.</summary>
internal sealed class ExpiringStore<T>(TimeSpan lifetime, TimeProvider time) where T : class
{
    private readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> _entries = new();

    public string Add(T value)
    {
        foreach (var expired in _entries.Where(entry => entry.Value.Until <= time.GetUtcNow()))
        {
            _entries.TryRemove(expired);
        }

        var name = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _entries[name] = (value, time.GetUtcNow() + lifetime);
        return name;
    }

    public T? Find(string? name) =>
        name is not null && _entries.TryGetValue(name, out var entry) && entry.Until > time.GetUtcNow()
            ? entry.Value
            : null;

    public void Remove(string name) => _entries.TryRemove(name, out _);
}
