using System.Globalization;
using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>A person's own table, from plan to predict: words, missing values, columns of any scale.</summary>
public sealed class OwnTableTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Plan_and_run_say_what_to_know_of_the_data()
    {
        var file = Write("split: { dev: 0.25 }", rare: true);
        var plan = _session.Run("plan", file);
        Expect.Has("Data: own.csv: train 60, dev 20; label 1 is yes, 0 is no. The same answer always gets ", plan.Out);
        Expect.Has("warning: Features differ in scale: income goes up to ", plan.Error);
        Expect.Has("train examples are of class yes: answering no always gets", plan.Error);
        Assert.Equal(plan.Error, string.Concat(_session.Run("run", file, "--no-report").Error.Split('\n').Take(plan.Error.Count(c => c == '\n')).Select(l => l + '\n')));
        Assert.DoesNotContain("Features differ", _session.Run("plan", Write("standardize: true")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_share_a_double_are_still_different()
    {
        var file = _session.Write("name: big\ndataset: { csv: big.csv, label: y }\nnetwork: { hidden: [] }\ntraining: { learning_rate: 1, iterations: 2 }\n");
        _session.Write("x,y\n1,9007199254740992\n2,9007199254740993\n", "big.csv");
        Expect.Has("label 1 is 9007199254740993, 0 is 9007199254740992", _session.Succeed("plan", file));
        _session.Write("x,y\n1,9007199254740992\n2,9007199254740993\n3,9007199254740994\n", "big.csv");
        Expect.Has("are 3: ", _session.Fail(2, "plan", file));
    }

    [Fact]
    public void Plan_says_what_became_of_missing_values()
    {
        Expect.Has("Data: own.csv: train 80; 4 missing values become the mean; label 1", _session.Succeed("plan", Write("missing: mean", gaps: 4)));
        Expect.Has("Data: own.csv: train 79; 1 row with missing values left out; label 1", _session.Succeed("plan", Write("missing: drop", gaps: 1)));
    }

    [Fact]
    public void The_train_rows_as_they_were_read_get_the_stored_predictions_bit_for_bit()
    {
        _session.Succeed("run", Write("missing: mean, standardize: true", gaps: 3), "--no-report");
        var predicted = _session.Succeed("predict", "own/1", "--data", _session.File("own.csv")).Split('\n')[1..^1];
        using var store = Goalkeeper.Store.SweepStore.OpenReadOnly(_session.Store);
        var stored = store.Predictions(store.Trial(store.Find(new("own")), 1))[0];
        Assert.Equal(stored.Probabilities.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1},{p:R},{stored.Labels[i]}")), predicted);
        Assert.Equal(2, stored.Labels.Distinct().Count());
    }

    [Theory]
    [InlineData("income,foot\n30000,both\n", "line 2, column foot: `both` is none of the words that the network was trained on; expected in column foot one of left, right\n")]
    [InlineData("income,foot\n30000,Left\n", "`Left` is none of the words that the network was trained on; expected in column foot one of left, right\n")]
    [InlineData("income,foot\n30000,left\n,right\n", "line 3, column income: the value is missing; expected one: only a network that was trained with `missing: mean`")]
    [InlineData("income,foot\n1 kg,left\n,up\n3,left\n4,down\n", "line 2, column income: `1 kg` is not a finite number; line 3, column income: the value is missing; line 3, column foot: `up` is none of the words that the network was trained on; line 5, column foot: `down` is none of the words that the network was trained on; expected one such as -0.158986; one: only a network that was trained with `missing: mean` does without; in column foot one of left, right\n")]
    [InlineData("income,foot\na,left\nb,left\nc,left\nd,left\ne,left\nf,left\n7,left\ng,left\n", "line 6, column income: `e` is not a finite number; and 2 more; expected one such as -0.158986\n")]
    [InlineData("income,foot\n30000,left,1\n", "line 2: 3 fields, parted by commas, and the header has 2")]
    [InlineData("income,foot\nleft,right\n", "line 2, column income: `left` is not a finite number")]
    [InlineData("income\n30000\n", "no column `foot`; the header has income")]
    public void Rows_that_do_not_fit_are_told_with_what_would(string rows, string expected)
    {
        _session.Succeed("run", Write("standardize: true"), "--no-report");
        Expect.Has(expected, _session.Fail(ExitCode.UserError, "predict", "own/1", "--data", _session.Write(rows, "new.csv")));
    }

    [Fact]
    public void Show_says_what_was_done_to_the_data()
    {
        _session.Succeed("run", Write("standardize: true, missing: mean", gaps: 1), "--no-report");
        var shown = _session.Succeed("show", "own");
        Expect.Has("missing mean, standardize true\n", shown);
        Expect.Has("1 is yes, 0 is no\n", shown);
    }

    [Fact]
    public void The_documentation_s_own_table_runs()
    {
        var page = File.ReadAllText(Path.Combine(Runner.Experiments.Root, "docs", "experiments.md"));
        var block = page[page.IndexOf("name: own-data\n", StringComparison.Ordinal)..];
        var rows = Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{i % 7},{(i % 2 == 0 ? "left" : "right")},{(i % 3 > 0 ? "yes" : "no")}\n"));
        _session.Write("id,shots,side,won\n" + string.Concat(rows), "matches.csv");
        var file = _session.Write(
            block[..block.IndexOf("```", StringComparison.Ordinal)].Replace("../data/", "", StringComparison.Ordinal), "own-data.yaml");
        Expect.Has("Data: matches.csv: train 24, dev 8, test 8; label 1 is yes, 0 is no.", _session.Succeed("plan", file));
        _session.Succeed("run", file, "--no-report");
        Assert.Equal("""["shots","side=left","side=right"]""", Assert.Single(_session.Query("SELECT features FROM dataset")));
        Assert.Equal(3, _session.Succeed("predict", "own-data", "--data", _session.Write("side,shots\nleft,3\nright,6\n", "new.csv")).Count(c => c == '\n'));
    }

    /// <summary>Eighty rows: an income, a foot, and a label that follows from both.</summary>
    private string Write(string more, bool rare = false, int gaps = 0)
    {
        var rows = Enumerable.Range(0, 80).Select(i =>
        {
            var (income, foot) = (20000 + 7919 * i % 40000, i % 3 == 0 ? "left" : "right");
            var yes = rare ? i is 7 or 11 : income > 40000 == (foot == "right");
            return string.Create(CultureInfo.InvariantCulture, $"{(i < gaps ? "" : $"{income}")},{foot},{(yes ? "yes" : "no")}\n");
        });
        _session.Write("income,foot,won\n" + string.Concat(rows), "own.csv");
        return _session.Write(
            $$"""
            name: own
            dataset: { csv: own.csv, label: won, {{more}} }
            network: { hidden: [4] }
            training: { learning_rate: 0.5, iterations: 400 }
            """,
            "own.yaml");
    }
}
