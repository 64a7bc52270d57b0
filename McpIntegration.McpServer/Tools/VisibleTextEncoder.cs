using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace McpIntegration.McpServer.Tools;

/// <summary>
/// JSON text in which nothing hides: every character that a reader cannot see, or that changes how others are seen,
/// stands as \uXXXX, and all others stand for themselves. Text that only a model would read, such as tags (U+E0000 to
/// U+E007F) or reversed text, is in plain sight then, and nothing is taken away.
/// </summary>
internal sealed class VisibleTextEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Everything = Create(new TextEncoderSettings());

    private static readonly SearchValues<char> PlainChars = SearchValues.Create(PlainAscii());
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create(Encoding.ASCII.GetBytes(PlainAscii()));

    // Letters and marks by category that are drawn as nothing (Default_Ignorable_Code_Point), and the blank of Braille.
    // https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
    private static readonly SearchValues<char> Undrawn = SearchValues.Create(
        "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u2800\u3164\uFFA0" +
        "\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F");

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar < 0x80
        ? unicodeScalar is < ' ' or 0x7F or '"' or '\\'
        : IsHidden(new Rune(unicodeScalar));

    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!WillEncode(unicodeScalar))
        {
            return new Rune(unicodeScalar).TryEncodeToUtf16(new(buffer, bufferLength), out numberOfCharactersWritten);
        }

        // The first writes \" and \n for what the second writes \u0022 and \u000A for.
        var encoder = unicodeScalar < 0x80 ? UnsafeRelaxedJsonEscaping : Everything;
        return encoder.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
    }

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        while (rest.IndexOfAnyExcept(PlainChars) is var next and >= 0)
        {
            rest = rest[next..];
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done
                || WillEncode(rune.Value))
            {
                return textLength - rest.Length;
            }

            rest = rest[length..];
        }

        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var rest = utf8Text;
        while (rest.IndexOfAnyExcept(PlainBytes) is var next and >= 0)
        {
            rest = rest[next..];
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done
                || WillEncode(rune.Value))
            {
                return utf8Text.Length - rest.Length;
            }

            rest = rest[length..];
        }

        return -1;
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator => true,

        // The second half are variation selectors again.
        _ => rune.IsBmp ? Undrawn.Contains((char)rune.Value) : rune.Value is >= 0xE0100 and <= 0xE01EF,
    };

    private static string PlainAscii() =>
        string.Concat(Enumerable.Range(' ', 0x7F - ' ').Select(c => (char)c).Where(c => c is not ('"' or '\\')));
}
