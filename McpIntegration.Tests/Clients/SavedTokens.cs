using ModelContextProtocol.Authentication;

namespace McpIntegration.Tests.Clients;

/// <summary>What a host keeps for the C# client, in memory.</summary>
internal sealed class SavedTokens : ITokenCache
{
    private TokenContainer? _tokens;

    public TokenContainer Tokens => _tokens ?? throw new InvalidOperationException("Nobody has signed in.");

    public ValueTask<TokenContainer?> GetTokensAsync(CancellationToken cancellationToken) => new(_tokens);

    public ValueTask StoreTokensAsync(TokenContainer tokens, CancellationToken cancellationToken)
    {
        _tokens = tokens;
        return ValueTask.CompletedTask;
    }
}
