using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository(), "docs", "store.md"));

    [Fact]
    public void There_are_ten_queries() => Assert.Equal(10, QueryPattern().Count(Page));

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_documented_query_answers(string sql)
    {
        using var sample = new Sample();
        var (store, sweep) = Sample.Create(sample.Path, 6);
        using (store)
        {
            store.Commit(sweep, [], [.. Enumerable.Range(1, 4).Select(n => Sample.Result(n, n / 10.0))]);
            store.Commit(sweep, [], [Sample.Result(5, double.NaN, TrialState.Diverged)]);
            using var result = store.Query(sql);
            Assert.NotEmpty(result.Columns);
            Assert.NotEmpty(result.Rows());
        }
    }

    [Fact]
    public void Every_table_and_view_is_documented_with_the_views_columns()
    {
        using var sample = new Sample();
        using var store = SweepStore.Open(sample.Path);
        using var objects = store.Query("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'");
        foreach (var row in objects.Rows().ToList())
        {
            var line = Page.Split('\n').SingleOrDefault(l => l.StartsWith($"| `{row[0]}` |", StringComparison.Ordinal));
            Assert.True(line is not null, $"docs/store.md has no line for {row[0]}");
            if ((string)row[1]! == "view")
            {
                using var view = store.Query($"SELECT * FROM {row[0]}");
                var documented = WordPattern().Matches(line[line.LastIndexOf(" | ", StringComparison.Ordinal)..]).Select(m => m.Value);
                Assert.Equal(view.Columns, documented.Where(view.Columns.Contains));
            }
        }
    }

    [Fact]
    public void The_replicate_summary_is_the_mean_and_the_variance_of_the_sample()
    {
        using var sample = new Sample();
        var (store, sweep) = Sample.Create(sample.Path, 3);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1, 0.2), Sample.Result(2, 0.6), Sample.Result(3, 0.5)]);
            using var result = store.Query(
                "SELECT point, n, mean, variance, minimum, maximum FROM replicate_summary WHERE metric = 'dev_accuracy'");
            var rows = result.Rows().ToList();
            Assert.Equal([1L, 2L], rows[0][..2]);
            Assert.Equal(0.4, (double)rows[0][2]!, 12);
            Assert.Equal(0.08, (double)rows[0][3]!, 12);
            Assert.Equal([0.2, 0.6], rows[0][4..]);
            Assert.Equal([2L, 1L, 0.5, null, 0.5, 0.5], rows[1]);
        }
    }

    public static TheoryData<string> Queries() => [.. QueryPattern().Matches(Page).Select(m => m.Groups[1].Value)];

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Goalkeeper.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests are not within the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("^```sql\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex QueryPattern();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex WordPattern();
}
