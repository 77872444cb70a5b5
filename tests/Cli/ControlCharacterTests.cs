using System.Text.Json;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Cli;

/// <summary>What an experiment or a store from elsewhere says is shown on a terminal, never obeyed by it.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    // A title, a colour, a bell, a carriage return, a backspace, DEL, C1's CSI, a turned direction, a line of its own, no width, a tag.
    private const string Bad = "a\e]0;owned\a\e[31m\r\b\u007f\u009b2J\u202eb\u2028c\nd\u200b\U000e0041";
    private const string Shown = @"a\x1b]0;owned\x07\x1b[31m\r\x08\u007f\u009b2J\u202eb\u2028c\nd\u200b\udb40\udc41";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_line_keeps_what_can_be_shown_and_escapes_the_rest()
    {
        Assert.Equal(Shown, Printable.Line(Bad));
        Assert.Equal(Shown.Replace(@"\n", "\n", StringComparison.Ordinal), Printable.Lines(Bad));
        const string harmless = "λ = 0.7 ± 0.1 ∞ – “ü” 👩‍🔬 日本 \u00a0";
        Assert.Equal(harmless, Printable.Line(harmless));
    }

    [Theory]
    [InlineData("lo\u200css", @"lo\u200css")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("می\u200c\u200cخ\u200d", @"می\u200c\u200cخ\u200d")]
    [InlineData("\ufeffa\u00ad\u2060b\u180e", @"\ufeffa\u00ad\u2060b\u180e")]
    public void What_is_not_seen_is_escaped_unless_it_joins_what_is_written_so(string text, string shown)
    {
        Assert.Equal(shown, Printable.Line(text));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(Printable.Line(JsonSerializer.Serialize(text))));
    }

    [Fact]
    public void Every_command_shows_what_an_experiment_says()
    {
        var json = JsonSerializer.Serialize(Bad);
        var file = _session.Write($"{Session.Small.Replace("parameters: { lambda: [0, 0.7] }", $"variants: [{{ name: one, note: {json} }}, {{ name: two, lambda: 0.7 }}]", StringComparison.Ordinal)}\ndescription: {json}\n");
        AssertShown("run", file);
        AssertShown("plan", file);
        AssertShown("show", "small");
        AssertShown("report", "small");
        AssertShown("plan", _session.Write($"{Session.Small}\n{json}: 1\n", "key.yaml"));
        AssertShown("plan", file, "--set", $"{Bad}=1");
        AssertShown("run", $"{Bad}.yaml");
        AssertShown(Bad);
        AssertClean(File.ReadAllText(_session.File("small/report.md")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_command_shows_what_a_store_says(bool terminal)
    {
        _session.World = context => context with
        {
            Train = (_, _, _, _) => throw new InvalidDataException(Bad),
            Out = new OutputWriter(context.Out.Raw, terminal),
        };
        AssertShown("run", _session.Write(Session.Small));
        using (var connection = new SqliteConnection($"Data Source={_session.Store};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE sweep SET name = @bad, description = @bad, command = @bad, experiment_file = @bad, metric_name = @bad";
            command.Parameters.AddWithValue("@bad", Bad);
            command.ExecuteNonQuery();
        }
        string[][] commands =
        [
            ["list"], ["show", Bad], ["show", $"{Bad}/1"], ["trials", Bad], ["report", Bad], ["verify", Bad], ["show", "another"],
            ["query", "SELECT name FROM sweep"], ["query", "SELECT name FROM sweep", "--format", "json"], ["query", $"SELECT 1 AS \"{Bad}\""],
        ];
        foreach (var command in commands) AssertShown(command);
    }

    [Fact]
    public void Csv_and_json_are_exact_and_csv_on_a_terminal_is_shown()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var sql = $"SELECT '{Bad}' AS t";
        Assert.Equal($"t\n\"{Bad}\"\n", _session.Succeed("query", sql, "--format", "csv"));
        var row = Assert.Single(JsonDocument.Parse(_session.Succeed("query", sql, "--format", "json")).RootElement.EnumerateArray());
        Assert.Equal(Bad, row.GetProperty("t").GetString());
        _session.World = context => context with { Out = new OutputWriter(context.Out.Raw, isTerminal: true) };
        Assert.Equal($"t\n\"{Printable.Lines(Bad)}\"\n", _session.Succeed("query", sql, "--format", "csv"));
    }

    private void AssertShown(params string[] words)
    {
        var printed = _session.Run(words);
        AssertClean(printed.Out);
        AssertClean(printed.Error);
    }

    // Colours and the like of our own, which start with ESC [, may stand on a terminal; nothing of Bad may.
    private static void AssertClean(string text)
    {
        Assert.DoesNotContain(text, c => c is not ('\n' or '\e') && Printable.Line(c.ToString()) != c.ToString());
        Assert.DoesNotContain("\e]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[31m\r", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line == "d" || line.StartsWith("d ", StringComparison.Ordinal));
    }
}
