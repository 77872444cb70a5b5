namespace Goalkeeper.Tests.Cli;

/// <summary>What a text must hold, character by character whatever the culture.</summary>
internal static class Expect
{
    public static void Has(string part, string text) => Assert.Contains(part, text, StringComparison.Ordinal);

    public static void Start(string start, string text) => Assert.StartsWith(start, text, StringComparison.Ordinal);
}
