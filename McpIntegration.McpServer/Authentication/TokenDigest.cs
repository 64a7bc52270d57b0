using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace McpIntegration.McpServer.Authentication;

/// <summary>The SHA-256 of a token, which stands for it in memory: the token itself is kept nowhere.</summary>
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>False for what no token is: too long, or not ASCII.</summary>
    public static bool TryCompute(ReadOnlySpan<char> token, out TokenDigest digest)
    {
        digest = default;
        if (token.Length > AccessTokenHandler.MaxLength)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[token.Length];
        if (Ascii.FromUtf16(token, text, out _) != OperationStatus.Done)
        {
            return false;
        }

        Span<ulong> hash = stackalloc ulong[SHA256.HashSizeInBytes / sizeof(ulong)];
        SHA256.HashData(text, MemoryMarshal.AsBytes(hash));
        digest = new(hash[0], hash[1], hash[2], hash[3]);
        return true;
    }
}
