using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace McpIntegration.Tests.Conformance;

/// <summary>
/// Stands before the server's first step and gives every request the token that the suite cannot send; the rest stays
/// as it came.
/// </summary>
internal sealed class TokenInFront(Func<string> token) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            context.Request.Headers.Authorization = $"Bearer {token()}";
            return following(context);
        });
        next(app);
    };
}
