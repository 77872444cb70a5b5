using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class TableTests : IDisposable
{
    private readonly Sample _sample = new();
    private readonly SweepStore _store;
    private readonly SweepRecord _sweep;

    public TableTests()
    {
        (_store, _sweep) = Sample.Create(_sample.Path, 6);
        _store.Commit(_sweep, [new(6, Sample.Noon)], [.. Enumerable.Range(1, 4).Select(n => Sample.Result(n, n / 10.0))]);
        _store.Commit(_sweep, [], [Sample.Result(5) with
        {
            State = TrialState.Diverged,
            Reason = "weights are not numbers",
            Metrics = new Dictionary<string, double> { ["cost"] = double.PositiveInfinity, ["dev_accuracy"] = double.NaN },
        }]);
    }

    public void Dispose()
    {
        _store.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void Of_many_names_twenty_are_told()
    {
        Assert.Equal("a, b", ShortList.Of(["a", "b"]));
        Assert.EndsWith(", n19, n20 and 1,230 more", ShortList.Of(Enumerable.Range(1, 1250).Select(n => $"n{n}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_flat_and_go_by_number()
    {
        var table = _store.Table(_sweep);
        Assert.Equal(["number", "state", "activation", "lambda", "cost", "dev_accuracy", "test_accuracy", "train_accuracy"], table.Columns);
        Assert.Equal([1L, "finished", "relu", 0L, 0.1, 0.1, 0.5, 1.0], table.Rows[0]);
        Assert.Equal([5L, "diverged", "relu", 0.2, double.PositiveInfinity, null, null, null], table.Rows[4]);
        Assert.Equal([6L, "interrupted", "relu", 0.2, null, null, null, null], table.Rows[5]);
        Assert.Equal(6, table.Rows.Count);
    }

    [Theory]
    [InlineData("lambda > 0 and dev_accuracy < 0.4", null, null, "3")]
    [InlineData("state = 'finished'", "dev_accuracy desc", 2L, "4,3")]
    [InlineData("cost > 1e300 or number = 1", "cost desc", null, "1,5")]
    [InlineData("cost > 1e300 or number = 1", "cost", null, "1,5")]
    [InlineData(null, "test_accuracy desc", null, "1,2,3,4,5,6")]
    [InlineData("cost > 1e300", null, null, "5")]
    [InlineData("dev_accuracy is null -- not a number or not measured", null, null, "5,6")]
    [InlineData(null, "lambda desc, dev_accuracy -- a comment", 3L, "5,6,3")]
    [InlineData(null, null, 0L, "")]
    public void The_users_SQL_selects_and_orders(string? where, string? orderBy, long? top, string numbers) =>
        Assert.Equal(numbers, string.Join(",", _store.Table(_sweep, where, orderBy, top).Rows.Select(r => r[0])));

    [Theory]
    [InlineData("lamda > 0", null, "no such column: lamda")]
    [InlineData("\"lamda\" > 0", null, "no such column: \"lamda\"")]
    [InlineData("lambda >", null, "incomplete input")]
    [InlineData("", null, "empty")]
    [InlineData(null, "dev_acc desc", "no such column: dev_acc")]
    [InlineData("1; DELETE FROM weights", null, "one statement")]
    [InlineData("1); DELETE FROM weights; --", null, "near \")\": syntax error")]
    [InlineData("1) or (1", null, "near \")\": syntax error")]
    [InlineData("1 limit 1", null, "near \"limit\": syntax error")]
    [InlineData("1 /*", "*/ ) order by number", "incomplete input")]
    [InlineData(null, "number limit 1", "The trials' condition and order is not understood")]
    [InlineData("load_extension('x')", null, "lambda")]
    public void An_expression_that_is_not_understood_is_told_with_the_columns(string? where, string? orderBy, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => _store.Table(_sweep, where, orderBy));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_with_variants_has_their_column_and_names_that_collide_are_told_apart()
    {
        var parameters = new Dictionary<string, string> { ["it's \"odd\""] = "1", ["State"] = "\"x\"" };
        var sweep = _store.FindOrCreate(Sample.Sweep("odd"), [new PlannedTrial(1, 1, "3-layer NN", 1, 3, parameters)]).Sweep;
        var table = _store.Table(sweep, where: "parameter_State = 'x' and variant like '3%'");
        Assert.Equal(["number", "state", "variant", "parameter_State", "it's \"odd\""], table.Columns);
        Assert.Equal([1L, "queued", "3-layer NN", "x", 1L], table.Rows.Single());
    }

    [Theory]
    [InlineData("λ > 0", "lambda > 0")]
    [InlineData("Λ is null or λ = 0.1", null)]
    public void Lambda_may_be_called_λ_and_is_one_column(string where, string? same)
    {
        if (same is null) Assert.Contains("no such column", Assert.Throws<UserErrorException>(() => _store.Table(_sweep, where)).Message, StringComparison.Ordinal);
        else Assert.Equal(_store.Table(_sweep, same).Rows.Select(r => r[0]), _store.Table(_sweep, where, "λ").Rows.Select(r => r[0]));
        Assert.DoesNotContain("λ", _store.Table(_sweep).Columns);
    }

    [Theory]
    [InlineData("lambda = '0'", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("dev_accuracy > '0.9' or number = 1", "dev_accuracy is a number, and '0.9' is a text; write 0.9, without quotes")]
    [InlineData("state = 'finnished'",
        "state is never 'finnished'; expected 'finished', 'failed', 'diverged', 'pruned', 'running', 'lost', 'interrupted', 'queued'; did you mean `finished`?")]
    [InlineData("state = 1", "state is a word, and 1 is a number")]
    [InlineData("activation = 1", "activation is a word, and 1 is a number")]
    [InlineData("(+lambda) = ('0')", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("lambda in (values('0'))", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("exists (select 1 where lambda = '0')", "lambda is a number, and '0' is a text; write 0, without quotes")]
    [InlineData("not state <> 'finnished' and number = 1",
        "state is never 'finnished'; expected 'finished', 'failed', 'diverged', 'pruned', 'running', 'lost', 'interrupted', 'queued'; did you mean `finished`?")]
    [InlineData("round(dev_accuracy, 1) = '0.1'", "'0.1' is a text, and is compared with a number; write 0.1, without quotes")]
    public void A_condition_that_compares_what_is_never_equal_is_refused(string where, string message) =>
        Assert.Equal(
            $"The condition '{where}' compares what is never equal: {message}.",
            Assert.Throws<UserErrorException>(() => _store.Table(_sweep, where)).Message);

    [Theory]
    [InlineData("dev_accuracy > 0.99 and state = 'finished' or state = 'failed'")]
    [InlineData("dev_accuracy > 0.9 and dev_accuracy - train_accuracy < -0.9 and state = 'finished'")]
    [InlineData("activation = 'tanh' or activation like 't%' or activation in ('tanh', 'sigmoid') or activation > 'x'")]
    [InlineData("state like 'pru%' or substr(state, 1, 1) = 'l'")]
    [InlineData("number in (select id from sweep where name = 'none')")]
    [InlineData("lambda in (values(0.7)) and cost is not null")]
    public void A_condition_that_could_be_true_selects_nothing(string where) => Assert.Empty(_store.Table(_sweep, where).Rows);

    [Fact]
    public void A_filter_over_rows_that_are_not_stored_agrees_with_the_stored_ones()
    {
        var table = _store.Table(_sweep);
        string[] expressions = ["lambda > 0 and dev_accuracy < 0.4", "lambda || '' = '0'", "cost > 1e300", "activation = 'relu' and number % 2"];
        foreach (var where in expressions)
        {
            using var filter = new RowFilter(table.Columns, where);
            Assert.Equal(_store.Table(_sweep, where).Rows.Select(r => r[0]), table.Rows.Where(filter.Matches).Select(r => r[0]));
        }
    }

    [Theory]
    [InlineData("lamda > 0", "no such column: lamda")]
    [InlineData("max(lambda) > 0", "misuse of aggregate")]
    [InlineData(" ", "empty")]
    [InlineData("1; select 1", "one statement")]
    [InlineData("1) ; select (1", "near \")\"")]
    [InlineData("1) or (1", "near \")\"")]
    [InlineData("1) -- (", "near \")\"")]
    [InlineData("1 order by lambda", "near \"order\"")]
    [InlineData("1 union select 1", "near \"union\"")]
    [InlineData("1 /*", "incomplete input")]
    public void A_filter_that_is_not_understood_is_told_with_the_columns(string expression, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => new RowFilter(["lambda", "keep_prob"], expression));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_fails_at_a_row_is_told()
    {
        using var filter = new RowFilter(["hidden"], "json_array_length(hidden) > 1");
        Assert.True(filter.Matches(["[20,7]"]));
        Assert.False(filter.Matches(["[7]"]));
        Assert.Contains("malformed JSON", Assert.Throws<UserErrorException>(() => filter.Matches(["["])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_streams_columns_and_rows()
    {
        using var result = _store.Query("SELECT trial, value FROM trial_metric WHERE metric = 'cost' ORDER BY trial; -- done");
        Assert.Equal(["trial", "value"], result.Columns);
        Assert.Equal([1L, 0.1], result.Rows().First());
        using var json = _store.Query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
            + "SELECT i, (SELECT max(value) FROM json_each('[4,5]')) FROM n");
        Assert.Equal([[1L, 5L], [2L, 5L], [3L, 5L]], json.Rows());
        using var nothing = _store.Query("SELECT 1 WHERE 0");
        Assert.Empty(nothing.Rows());
        using var pragma = _store.Query("PRAGMA table_info(trial)");
        Assert.Contains("seed", pragma.Rows().Select(r => r[1]));
        using var columnless = _store.Query("PRAGMA foreign_key_list(dataset)");
        Assert.Empty(columnless.Rows());
    }

    [Theory]
    [InlineData("DELETE FROM weights")]
    [InlineData("INSERT INTO metric VALUES (6, 'x', 1)")]
    [InlineData("EXPLAIN DELETE FROM weights")]
    [InlineData("WITH x AS (SELECT 1) UPDATE sweep SET name = 'x'")]
    [InlineData("CREATE TEMP TABLE x (y)")]
    [InlineData("DROP VIEW best_trial")]
    [InlineData("ATTACH ':memory:' AS x")]
    [InlineData("DETACH main")]
    [InlineData("UPDATE sqlite_master SET sql = ''")]
    [InlineData("VACUUM INTO '/tmp/never.db'")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("PRAGMA user_version = 7")]
    [InlineData("PRAGMA query_only = 0")]
    [InlineData("PRAGMA journal_mode = DELETE")]
    [InlineData("REINDEX")]
    public void A_query_that_would_change_anything_is_refused(string sql)
    {
        using var reader = SweepStore.OpenReadOnly(_sample.Path);
        foreach (var store in (SweepStore[])[reader, _store])
        {
            var error = Assert.Throws<UserErrorException>(() => store.Query(sql));
            Assert.Matches("may only read|may not be modified", error.Message);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("-- only a comment", "empty")]
    [InlineData("SELECT 1; SELECT 2", "one statement")]
    [InlineData("SELECT * FROM trails", "no such table: trails")]
    public void A_query_that_is_none_is_told(string sql, string expected) =>
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => _store.Query(sql)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_query_that_fails_in_the_middle_is_told()
    {
        using var result = _store.Query("SELECT json_extract(column1, '$') FROM (VALUES ('1'), ('['))");
        var error = Assert.Throws<UserErrorException>(() => result.Rows().ToList());
        Assert.Contains("malformed JSON", error.Message, StringComparison.Ordinal);
    }
}
