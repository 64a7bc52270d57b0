using System.Text.Json;
using McpIntegration.KeycloakMock.Hosting;
using Microsoft.Extensions.Options;

namespace McpIntegration.KeycloakMock.State;

/// <summary>
/// Keeps <see cref="SavedState"/> in the file that the setting StateFile names, and in memory only where it names none.
/// </summary>
internal sealed class StateFile
{
    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, IgnoreReadOnlyProperties = true };

    private readonly Lock _lock = new();
    private readonly string? _path;

    public StateFile(IOptions<KeycloakMockOptions> options, IHostEnvironment environment)
    {
        _path = options.Value.StateFile is { Length: > 0 } file
            ? Path.GetFullPath(file, environment.ContentRootPath)
            : null;
        Current = File.Exists(_path) ? Read(_path) : new SavedState();
    }

    public SavedState Current { get; private set; }

    public void Update(Func<SavedState, SavedState> change)
    {
        lock (_lock)
        {
            Current = change(Current);
            if (_path is not null)
            {
                Write(_path, Current);
            }
        }
    }

    private static SavedState Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedState>(File.ReadAllText(path), Format) ?? new SavedState();
        }
        catch (JsonException)
        {
            throw new StartRefusedException($"StateFile is '{path}', and that is no file that this issuer wrote.");
        }
    }

    private static void Write(string path, SavedState state)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Private keys and secrets are in it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var next = $"{path}.next";
        using (var stream = new FileStream(next, options))
        {
            JsonSerializer.Serialize(stream, state, Format);
        }

        // Whoever stops in the middle of writing still has the old file.
        File.Move(next, path, overwrite: true);
    }
}
