using System.Globalization;
using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>The trials of a sweep as flat rows, one a trial.</summary>
/// <param name="Columns">number, state, variant (where the sweep has variants), attempts (where one was tried again), every varying setting, every metric;
/// each group by name.</param>
/// <param name="Rows">As many values as columns: long, double (infinities included), string or null. A list is its JSON text;
/// a metric is null both when it was not measured and when it was not a number.</param>
/// <param name="Metrics">Those of the columns that are metrics.</param>
internal sealed record TrialTable(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, IReadOnlyList<string> Metrics)
{
    /// <summary>Some of its columns, in the order of their names.</summary>
    /// <exception cref="UserErrorException">There is no such column.</exception>
    public TrialTable Only(IReadOnlyList<string> names)
    {
        if (names.Count == 0) throw new UserErrorException($"No column is asked for. The columns are: {ShortList.Of(Columns)}.");
        var places = names.Select(name => Columns.ToList().IndexOf(name) is >= 0 and var place
            ? place
            : throw new UserErrorException($"There is no column '{name}'{(Spelling.Nearest(name, Columns) is { } nearest ? $"; did you mean '{nearest}'?" : ".")} The columns are: {ShortList.Of(Columns)}.")).ToList();
        return new TrialTable(names, [.. Rows.Select(row => places.ConvertAll(i => row[i]).ToArray())], [.. Metrics.Where(names.Contains)]);
    }

    /// <summary>The same with one of the metrics before the others.</summary>
    public TrialTable WithFirst(string metric)
    {
        var order = Enumerable.Range(0, Columns.Count).OrderBy(i => !Metrics.Contains(Columns[i]) ? 0 : Columns[i] == metric ? 1 : 2).ToList();
        return new TrialTable([.. order.Select(i => Columns[i])], [.. Rows.Select(row => order.ConvertAll(i => row[i]).ToArray())], Metrics);
    }

    /// <summary>Reads the rows that the user's SQL expressions ask for; SQLite evaluates them over the columns' names.</summary>
    internal static TrialTable Read(
        StoreConnection store,
        SweepRecord sweep,
        string stateSql,
        string? where,
        string? orderBy,
        long? top,
        SqlBounds bounds,
        bool bestFirst) => store.Read($"a trial of {sweep.Reference}", () =>
    {
        var columns = FindColumns(store, sweep, stateSql);
        var names = columns.ConvertAll(c => c.Name);
        string Explain() => $"The columns are: {ShortList.Of(names)}.";

        // Each expression alone first, so that an error is told of the one that has it, and none can break out of its place.
        var pivot = Pivot([.. columns, .. Aliases(columns)]);
        if (where is not null)
        {
            ReadOnlySql.Condition(store, pivot, where, Explain, bounds).Dispose();
            CheckTypes(store, sweep, [.. columns, .. Aliases(columns)], where);
        }
        if (orderBy is not null) CheckOrder(orderBy);
        using var sql = new ReadOnlySql(
            store,
            $"SELECT {string.Join(", ", names.Select(Quote))} FROM ({pivot}) WHERE (\n{where ?? "1"}\n) ORDER BY {Measured(orderBy)} {(orderBy is not null ? $"\n{orderBy}\n," : bestFirst ? Best() : "")} number LIMIT ?2",
            "The trials' condition and order",
            Explain,
            bounds);
        sql.Statement.Bind(1, sweep.Id).Bind(2, top ?? -1);
        var rows = new List<object?[]>();
        while (sql.Step()) rows.Add(Checked(sql.Statement.Row()));
        return new TrialTable(names, rows, [.. columns.Where(c => c.IsMetric).Select(c => c.Name)]);

        // What is damaged is not told as a result.
        object?[] Checked(object?[] row)
        {
            foreach (var (value, column) in row.Zip(columns))
            {
                if (column.IsMetric ? value is null or double or long : column.Name != "state" || TrialState.All.Contains(value)) continue;
                throw store.Damaged($"trial {new TrialReference(sweep.Reference, row[0] as long? ?? 0)}", new FormatException($"its {column.Name} is '{value}'"));
            }
            return row;
        }

        string Best() => columns.Find(c => c.IsMetric && (c.Name == sweep.MetricName || c.Name == $"metric_{sweep.MetricName}")).Name is { } name
            ? $"state <> 'finished', {Quote(name)} IS NULL, {Quote(name)} {(sweep.Metric.Maximizes ? "DESC" : "ASC")},"
            : "";

        // By what was measured, a trial that did not finish comes after all that did, whichever way.
        string Measured(string? order) =>
            order?.Split(',')[0] is { } first && columns.Exists(c => c.IsMetric && Regex.IsMatch(first, $@"(?<!\w){Regex.Escape(c.Name)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
                ? "state <> 'finished',"
                : "";

        void CheckOrder(string order)
        {
            if (string.IsNullOrWhiteSpace(order)) throw new UserErrorException($"The order is empty. {Explain()}");
            new ReadOnlySql(store, $"SELECT 1 FROM ({pivot}) ORDER BY \n{order}\n", $"The order '{order}'", Explain, bounds).Dispose();
        }
    });

    // λ may be called so in an expression; the table calls it lambda.
    private static IEnumerable<(string Name, string Sql, bool IsMetric)> Aliases(List<(string Name, string Sql, bool IsMetric)> columns) =>
        columns.Exists(c => c.Name == "λ") ? [] : columns.Where(c => c.Name == "lambda").Select(c => c with { Name = "λ" });

    private static void CheckTypes(StoreConnection store, SweepRecord sweep, List<(string Name, string Sql, bool IsMetric)> columns, string where)
    {
        // A look-up a value: only those that are needed.
        var named = columns.FindAll(c => where.Contains(c.Name, StringComparison.OrdinalIgnoreCase));
        if (named.Count == 0) return;
        var known = named.ConvertAll(c => new ConditionColumn(c.Name, c.Name == "state" ? TrialState.All : null));
        if (ConditionTypes.Fault(where, known, Rows()) is { } fault)
            throw new UserErrorException($"The condition '{where}' compares what is never equal: {fault}.");

        IEnumerable<object?[]> Rows()
        {
            using var statement = new Statement(store.Handle, Pivot(named));
            statement.Bind(1, sweep.Id);
            while (statement.Step()) yield return statement.Row();
        }
    }

    private static List<(string Name, string Sql, bool IsMetric)> FindColumns(StoreConnection store, SweepRecord sweep, string stateSql)
    {
        var columns = new List<(string Name, string Sql, bool IsMetric)>
        {
            ("number", "t.number", false),
            ("state", stateSql, false),
        };
        if (Exists("trial t", "t.variant IS NOT NULL")) columns.Add(("variant", "t.variant", false));
        // Those with a result: what a kill or a lost worker cost is no part of it.
        if (Exists("trial t JOIN attempt a ON a.trial_id = t.id", "a.id IS NOT t.attempt_id AND a.state IN ('failed', 'diverged')"))
            columns.Add(("attempts", "(SELECT count(*) FROM attempt a WHERE a.trial_id = t.id AND a.state NOT IN ('running', 'lost', 'stopped'))", false));
        foreach (var (table, join) in ((string, string)[])[("parameter", "c.trial_id = t.id"), ("metric", "c.attempt_id = t.attempt_id")])
        {
            foreach (var name in FindNames(store, sweep, table, join))
            {
                // Two columns of one name could not be told apart in an expression.
                var column = name;
                for (var i = 1; columns.Exists(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase)); i++)
                    column = i == 1 ? $"{table}_{name}" : string.Create(CultureInfo.InvariantCulture, $"{table}_{name}_{i}");
                var literal = name.Replace("'", "''", StringComparison.Ordinal);
                columns.Add((column, $"(SELECT c.value FROM {table} c WHERE {join} AND c.name = '{literal}')", table == "metric"));
            }
        }
        return columns;

        bool Exists(string rows, string condition)
        {
            using var exists = new Statement(store.Handle, $"SELECT EXISTS (SELECT 1 FROM {rows} WHERE t.sweep_id = ?1 AND {condition})").Bind(1, sweep.Id);
            return exists.Step() && exists.Int64(0) != 0;
        }
    }

    /// <summary>
    /// The names that a sweep's parameters or metrics have, sorted: the first row with a name not seen yet, again and again. Nearly every
    /// trial has them all, so only the last look walks far; DISTINCT would sort every row of the sweep.
    /// </summary>
    private static List<string> FindNames(StoreConnection store, SweepRecord sweep, string table, string join)
    {
        var names = new List<string>();
        while (true)
        {
            using var next = new Statement(
                store.Handle,
                $"""
                SELECT c.name
                FROM trial t
                CROSS JOIN {table} c ON {join}
                WHERE t.sweep_id = ?1
                {string.Concat(names.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"AND c.name <> ?{i + 2} ")))}
                LIMIT 1
                """);
            next.Bind(1, sweep.Id);
            for (var i = 0; i < names.Count; i++) next.Bind(i + 2, names[i]);
            if (!next.Step())
            {
                names.Sort(StringComparer.Ordinal);
                return names;
            }
            names.Add(next.Text(0));
        }
    }

    /// <summary>Long tables to flat rows: a look-up a value, which SQLite makes only for the columns and rows that it needs.</summary>
    private static string Pivot(List<(string Name, string Sql, bool IsMetric)> columns) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {string.Join(", ", columns.Select(c => $"{c.Sql} AS {Quote(c.Name)}"))} FROM trial t WHERE t.sweep_id = ?1");

    /// <summary>A name as SQL writes it, whatever it holds.</summary>
    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
