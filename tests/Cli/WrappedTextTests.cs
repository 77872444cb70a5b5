using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;

namespace Goalkeeper.Tests.Cli;

public class WrappedTextTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one two three", 2, "one|two|three")]
    [InlineData("a very-long-word b c", 6, "a|very-long-word|b c")]
    [InlineData("try `goalkeeper retry 'a#1'` again now", 12, "try|`goalkeeper retry 'a#1'`|again now")]
    [InlineData("", 5, "")]
    public void Text_breaks_between_words_and_never_within_a_command(string text, int room, string expected) =>
        Assert.Equal(expected, string.Join('|', WrappedText.Lines(text, room)));

    [Fact]
    public void Only_a_terminal_has_an_edge()
    {
        var text = $"  warning: {string.Join(' ', Enumerable.Repeat("word", 60))}";
        Assert.Equal([text], Written(text, isTerminal: false));
        var lines = Written(text, isTerminal: true);
        Assert.True(lines.Length > 1);
        Assert.All(lines, line => Assert.StartsWith("  w", line, StringComparison.Ordinal));
        Assert.Equal(text.Trim(), string.Join(' ', lines.Select(line => line.Trim())));
    }

    private static string[] Written(string text, bool isTerminal)
    {
        using var raw = new StringWriter { NewLine = "\n" };
        using var output = new OutputWriter(raw, isTerminal);
        WrappedText.Write(output, text);
        return raw.ToString().Split('\n')[..^1];
    }
}
