using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Goalkeeper.Report;
using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Report;

/// <summary>Whatever a store from elsewhere calls things, its report has the structure and the files that it has with harmless names.</summary>
public sealed partial class HostileTextTests : IDisposable
{
    private const string Yaml = """
        name: x
        description: d
        dataset: pitch
        network: { hidden: [3] }
        training: { iterations: 30 }
        variants: [{ name: one, note: n }, { name: two }]
        parameters: { learning_rate: [0.1, 0.3] }
        """;

    private static readonly Gen<string> Nasty =
        from start in Gen.OneOf(
            "", "=1+1|", "+", "-", "@", "# ", "- ", "1. ", "> ", "    ", "\t", "<!--", "-->", "</style>", "</title><script>", "<img src=x onerror=y>",
            "![a](b)", "[a]: b", "../../x", "/etc/x", "```", "~~~", "\"", "'", "---", "\\", "&lt;", "]]>", "COM1", "$$")
        from chars in Gen.OneOf([.. "<>&\"'`|*_[]()!#=+-@\\$~{};:/%,. \n\r\t\u0001\e\u007f\u0085\u00a0\u200f\u202e\u2028\ufffeaé日".Select(Gen.Const)]).Array[0, 20]
        select $"{start}{new string(chars)}x";

    private readonly SweepFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_name_breaks_out_of_its_place()
    {
        var sweep = _folder.Run(Yaml, workers: 1, Reports.Made(s => s.Seed > 1
            ? throw new InvalidOperationException("luck")
            : new Outcome { Answers = data => data.Labels.Select(l => 1 - l) })).Sweep;
        var names = ("learning_rate", "one");
        Rename(names, names);
        var expected = Files();
        Gen.Select(Nasty, Nasty).Where((parameter, text) => parameter != text).Sample(
            (parameter, text) =>
            {
                Rename(names, (parameter, text));
                names = (parameter, text);
                var actual = Files();
                Assert.Equal(expected.Count, actual.Count);
                Assert.All(actual.Keys, name => Assert.Matches(@"^[a-z0-9_-]+\.(md|html|csv|tex|svg)\z", name));
                Assert.Equal(Tags(expected["report.html"]), Tags(actual["report.html"]));
                Assert.Equal(Markup(expected["report.md"]), Markup(actual["report.md"]));
                Assert.DoesNotContain(actual["report.html"] + actual["report.md"], c => c != '\n' && Printable.Lines(c.ToString()) != c.ToString());
                var fields = Field().Matches(actual["trials.csv"]);
                Assert.Equal(actual["trials.csv"].Length, fields.Sum(f => f.Length));
                Assert.Equal(Field().Count(expected["trials.csv"]), fields.Count);
                Assert.DoesNotContain(fields, f => f.Groups[1].Value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..]);
                foreach (var (name, svg) in actual)
                    if (name.EndsWith(".svg", StringComparison.Ordinal)) Assert.Equal("svg", XElement.Parse(svg).Name.LocalName);
            },
            iter: 15,
            threads: 1);

        SortedDictionary<string, string> Files()
        {
            using var store = _folder.Open();
            var report = SweepReport.Of(store, store.Find(sweep.Reference));
            return new(
                ReportFile.Of(report, portable: false).ToDictionary(f => f.Name, f => Reports.File(report, f.Name, portable: false)), StringComparer.Ordinal);
        }
    }

    /// <summary>The tags of a page, their attributes without values; those within pictures apart.</summary>
    private static IEnumerable<string> Tags(string html) => Tag().Matches(Picture().Replace(html, "")).Select(m => Value().Replace(m.Value, ""));

    /// <summary>What Markdown takes for markup, line by line: neither escaped nor in a block of code.</summary>
    private static IEnumerable<string> Markup(string markdown) => Code().Replace(markdown, "code").Split('\n')
        .Select(line => LineStart().Match(line).Value + Plain().Replace(Escaped().Replace(Link().Replace(line, "]()"), ""), ""));

    private void Rename((string Parameter, string Text) before, (string Parameter, string Text) after)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.StorePath};Pooling=False");
        connection.Open();
        Execute("DROP TRIGGER IF EXISTS trial_update");
        Execute("DROP TRIGGER IF EXISTS trial_update_state");
        Execute("DROP TRIGGER IF EXISTS parameter_update");
        Execute("UPDATE parameter SET name = @after WHERE name = @before", ("@before", before.Parameter), ("@after", after.Parameter));
        Execute("UPDATE trial SET variant = @after WHERE variant = @before", ("@before", before.Text), ("@after", after.Text));
        Execute("UPDATE trial SET state = 'failed', reason = @text WHERE number = 4", ("@text", after.Text));
        Execute(
            "UPDATE sweep SET description = @text, experiment_file = @text, experiment_text = @text, command = @text, git_commit = @text, machine = @json",
            ("@text", after.Text), ("@json", $"{{{JsonSerializer.Serialize(after.Text)}:{JsonSerializer.Serialize(after.Text)}}}"));
        Execute("UPDATE dataset SET name = @text, features = @names, classes = @names", ("@text", after.Text), ("@names", JsonSerializer.Serialize((string[])[after.Text, after.Parameter])));
        var plan = Query("SELECT plan FROM sweep");
        Execute("UPDATE sweep SET plan = @plan", ("@plan", plan
            .Replace($"{JsonSerializer.Serialize(before.Parameter)}:", $"{JsonSerializer.Serialize(after.Parameter)}:", StringComparison.Ordinal)
            .Replace($"\"name\": {JsonSerializer.Serialize(before.Text)}", $"\"name\": {JsonSerializer.Serialize(after.Text)}", StringComparison.Ordinal)
            .Replace("\"note\": \"n\"", $"\"note\": {JsonSerializer.Serialize(after.Text)}", StringComparison.Ordinal)));

        void Execute(string sql, params (string Name, object Value)[] values)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
            command.ExecuteNonQuery();
        }

        string Query(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (string)command.ExecuteScalar()!;
        }
    }

    [GeneratedRegex("\\G(?:\"((?:[^\"]|\"\")*)\"|([^\",\n]*))[,\n]")]
    private static partial Regex Field();

    [GeneratedRegex("(?<=<figure[^>]*>\n)<svg.*?(?=</figure>)", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Value();

    [GeneratedRegex("^(`{3,})[a-z]*\n.*?^\\1$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(#+ |- |\| |!\[)?")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"\]\([a-z0-9_-]+\.svg\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"[^|*_<>\[\]`\\&$~]")]
    private static partial Regex Plain();
}
