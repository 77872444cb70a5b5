using System.Diagnostics;
using System.Globalization;
using System.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

/// <summary>The documented queries on PostgreSQL, where it is installed: on the same tables, with the same answers as SQLite's.</summary>
public sealed class PostgresQueriesTests
{
    private const string Marker = "-- answer";

    [Fact]
    public void The_documented_queries_have_the_same_answers_on_PostgreSQL()
    {
        Assert.SkipWhen(Programs() is null, "needs PostgreSQL's initdb");
        using var sample = new Sample();
        var (store, sweep) = Sample.Create(sample.Path, 6);
        using (store)
        {
            store.Commit(sweep, [], [.. Enumerable.Range(1, 4).Select(n => Sample.Result(n, n / 10.0))]);
            store.Commit(sweep, [], [Sample.Result(5, double.PositiveInfinity), Sample.Result(6, double.NaN, TrialState.Diverged)]);
            List<string> queries = [.. DocumentationTests.Queries().Select(row => row.Data)];
            var script = new StringBuilder();
            foreach (var name in Names(store)) AppendTable(script, store, name);
            foreach (var query in queries) script.Append(CultureInfo.InvariantCulture, $"\\echo '{Marker}'\n{query}");
            var answers = Run(script.ToString()).Split(Marker + '\n')[1..];
            Assert.Equal(queries.Count, answers.Length);
            foreach (var (query, answer) in queries.Zip(answers))
            {
                var (expected, actual) = (Answer(store, query), answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
                Assert.True(expected.Count == actual.Length, $"{query}\n{answer}");
                foreach (var (one, other) in expected.Zip(actual)) Assert.Equal(one, string.Join('\t', other.Split('\t').Select(Cell)));
            }
        }
    }

    private static List<string> Names(SweepStore store)
    {
        using var names = store.Query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'");
        return [.. names.Rows().Select(row => (string)row[0]!)];
    }

    private static List<string> Answer(SweepStore store, string query)
    {
        using var result = store.Query(query);
        return [.. result.Rows().Select(row => string.Join('\t', row.Select(value => Cell(Text(value)))))];
    }

    /// <summary>A table or a view as a table with the same rows; the types are those of its values.</summary>
    private static void AppendTable(StringBuilder script, SweepStore store, string name)
    {
        using var table = store.Query($"SELECT * FROM {name}");
        var rows = table.Rows().ToList();
        var columns = table.Columns.Index().Select(column => $"{column.Item} {Type(column.Item, rows.Select(row => row[column.Index]).FirstOrDefault(value => value is not null))}");
        script.Append(CultureInfo.InvariantCulture, $"CREATE TABLE {name} ({string.Join(", ", columns)});\nCOPY {name} FROM STDIN;\n");
        foreach (var row in rows) script.AppendJoin('\t', row.Select(value => value is null ? "\\N" : Escaped(Text(value)))).Append('\n');
        script.Append("\\.\n");
    }

    private static string Type(string column, object? value) => value switch
    {
        long => "bigint",
        double => "double precision",
        byte[] => "bytea",
        _ => column == "parameters" ? "json" : "text",
    };

    private static string Text(object? value) => value switch
    {
        null => "",
        byte[] bytes => $"\\x{Convert.ToHexStringLower(bytes)}",
        double number when double.IsInfinity(number) => number > 0 ? "Infinity" : "-Infinity",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    // 0.5 and 0.50000000000000000000 are the same.
    private static string Cell(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number.ToString("G12", CultureInfo.InvariantCulture)
        : text.Replace(" ", "", StringComparison.Ordinal);

    private static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    /// <summary>What psql says to a script, in a cluster of its own. PostgreSQL does not run as root.</summary>
    private static string Run(string sql)
    {
        var folder = Directory.CreateTempSubdirectory("goalkeeper-pg-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "all.sql"), sql);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
            const string script =
                """
                PATH=$1:$PATH; cd $2; export LC_ALL=C
                initdb -D data -U postgres -A trust -E UTF8 --locale=C > log && pg_ctl -D data -l log -w -o "-k $2 -h ''" start >> log || { cat log >&2; exit 1; }
                psql -X -q -A -F "$(printf '\t')" -P footer=off -v ON_ERROR_STOP=1 -h $2 -U postgres -d postgres -f all.sql
                code=$?
                pg_ctl -D data -m immediate stop >> log
                rm -r data
                exit $code
                """;
            string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
            string[] words = [.. user, "bash", "-c", script, "bash", Programs()!, folder];
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.GetAwaiter().GetResult());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
