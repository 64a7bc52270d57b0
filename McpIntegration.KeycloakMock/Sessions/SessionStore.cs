using System.Collections.Concurrent;
using McpIntegration.KeycloakMock.Realms;

namespace McpIntegration.KeycloakMock.Sessions;

internal sealed class SessionStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    public Session Start(User user)
    {
        var session = new Session(user, time.GetUtcNow());
        _sessions[session.Id] = session;
        return session;
    }

    public Session? Find(string? id) => id is null ? null : _sessions.GetValueOrDefault(id);

    public Session? FindByCookie(string? cookie) =>
        _sessions.Values.FirstOrDefault(session => session.Cookie == cookie);

    public void End(string? id) => _sessions.TryRemove(id ?? string.Empty, out _);
}
