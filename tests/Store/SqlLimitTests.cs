using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class SqlLimitTests : IDisposable
{
    private const string Endless = "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT count(*) FROM c) > 0";

    private readonly Sample _sample = new();
    private readonly SweepStore _store;
    private readonly SweepRecord _sweep;

    public SqlLimitTests() => (_store, _sweep) = Sample.Create(_sample.Path, 6);

    public void Dispose()
    {
        _store.Dispose();
        _sample.Dispose();
    }

    [Theory]
    [InlineData(Endless)]
    [InlineData("(SELECT count(*) FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c ORDER BY -x)) > 0")]
    [InlineData("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(x) OVER (ORDER BY x) FROM c) > 0")]
    [InlineData("(WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT max(x) FROM c) > 0")]
    [InlineData("length((WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT group_concat(hex(zeroblob(4000))) FROM c)) > 0")]
    public void What_never_ends_is_stopped(string expression)
    {
        const string Reason = "was stopped after 5 s: it takes too long, or never ends";
        var bounds = new SqlBounds(TimeSpan.FromSeconds(5), 100_000, 100_000) { Clock = new HastyClock(TimeSpan.FromMilliseconds(10)) };
        AssertTold(Reason, () => _store.Table(_sweep, expression, null, null, bounds));
        AssertTold(Reason, () => _store.Table(_sweep, null, expression, null, bounds));
        AssertTold($"The query {Reason}.", () => Ask(_store, $"SELECT {expression}", bounds));
        Assert.Equal(6, _store.Table(_sweep).Rows.Count);
    }

    [Theory]
    [InlineData(Endless)]
    [InlineData("lambda IN (SELECT 1)")]
    [InlineData("EXISTS (VALUES (1))")]
    [InlineData("lambda IN json_each")]
    [InlineData("random() > lambda")]
    [InlineData("lambda = ?1")]
    public void An_experiments_condition_is_an_expression_of_its_columns(string expression) => AssertTold(
        $"The condition '{expression}' must be an expression of the columns alone, without SELECT, random functions or parameters. " +
        "The columns are: lambda.",
        () => new RowFilter(["lambda"], expression).Dispose());

    [Fact]
    public void What_explodes_when_prepared_is_refused_in_an_experiment()
    {
        var doubled = string.Concat(Enumerable.Range(1, 40).Select(i => $", t{i} AS (SELECT 1 FROM t{i - 1} a, t{i - 1} b)"));
        AssertTold("alone", () => new RowFilter(["lambda"], $"(WITH t0 AS (SELECT 1){doubled} SELECT count(*) FROM t40) > 0").Dispose());
    }

    [Theory]
    [InlineData("length(hex(randomblob(400000000))) > 0")]
    [InlineData("length(zeroblob(400000000)) + length(zeroblob(400000000) || 'x') > 0")]
    [InlineData("length(printf('%.*c', 400000000, 'x')) > 0")]
    [InlineData("length(replace(replace(hex(zeroblob(40000)), '0', hex(zeroblob(40000))), '0', hex(zeroblob(40000)))) > 0")]
    [InlineData("(WITH RECURSIVE c(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM c) SELECT max(length(x)) FROM c) > 0")]
    public void What_grows_too_long_is_stopped(string expression)
    {
        const string Reason = "makes a text or blob that is too long: ";
        if (!expression.Contains("random", StringComparison.Ordinal) && !expression.Contains("SELECT", StringComparison.Ordinal))
        {
            AssertTold($"{Reason}10,000 bytes are the most", () =>
            {
                using var filter = new RowFilter(["lambda"], expression);
                filter.Matches([1L]);
            });
        }
        AssertTold($"{Reason}16,000,000 bytes are the most", () => _store.Table(_sweep, where: expression));
        AssertTold($"{Reason}16,000,000 bytes are the most", () => _store.Table(_sweep, orderBy: expression));
        AssertTold($"{Reason}64,000,000 bytes are the most", () => Ask(_store, $"SELECT {expression}", SqlBounds.Query));
    }

    [Fact]
    public void An_expression_that_is_too_deep_or_too_long_is_told()
    {
        AssertTold("is not understood", () => new RowFilter(["lambda"], $"{new string('+', 3000)}lambda").Dispose());
        AssertTold("too long", () => new RowFilter(["lambda"], $"lambda = 1{new string(' ', 100_000)}").Dispose());
    }

    [Fact]
    public void An_answer_of_many_rows_may_take_longer_than_one_of_them()
    {
        var bounds = SqlBounds.Query with { Clock = new HastyClock(TimeSpan.FromSeconds(1)) };
        using var query = _store.Query("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c LIMIT 10000", bounds);
        Assert.Equal(10_000, query.Rows().Count());
    }

    [Fact]
    public void A_filter_has_its_time_for_all_rows_together()
    {
        var bounds = SqlBounds.Exclude with { Clock = new HastyClock(TimeSpan.FromSeconds(1)) };
        using var filter = new RowFilter(["lambda"], "lambda > 0", bounds with { Time = TimeSpan.FromDays(1) });
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(filter.Matches([1L])));
        using var slow = new RowFilter(
            ["lambda"], string.Join(" OR ", Enumerable.Repeat("lambda > 2", 200)), bounds);
        AssertTold("was stopped after 5 s", () =>
        {
            for (var i = 0; i < 1000; i++) slow.Matches([1L]);
        });
    }

    private static void Ask(SweepStore store, string sql, SqlBounds bounds)
    {
        using var query = store.Query(sql, bounds);
        Assert.Empty(query.Rows());
    }

    private static void AssertTold(string expected, Action action) =>
        Assert.Contains(expected, Assert.Throws<UserErrorException>(action).Message, StringComparison.Ordinal);

    /// <summary>Later at every look.</summary>
    private sealed class HastyClock(TimeSpan step) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += step.Ticks;
    }
}
