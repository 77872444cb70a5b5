using System.Globalization;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public class ReportFilesTests
{
    private const string Sweep = "name: grid\ndescription: d\ndataset: pitch\n" + Reports.Network
        + "parameters: { lambda: [0, 0.01, 1.5], keep_prob: [0.5, 1] }\nreplicates: 2\n";

    private static Outcome Made(TrainingSettings s) => new()
    {
        Train = 0.9 + s.Seed / 1000.0,
        Dev = s.Lambda > 1 ? 0.75 : 0.5 + s.Seed / 8.0,
        Cost = s.Lambda == 1.5 ? double.PositiveInfinity : 12345.678,
    };

    [Fact]
    public void Trials_are_flat_rows_with_infinity_as_inf_and_without_times()
    {
        var lines = Reports.File(Reports.Of(Sweep, Made), "trials.csv").Split('\n');
        Assert.Equal(
            "number,state,keep_prob,lambda,seed,cost,dev_accuracy,eval_cost,sum_sq_weights,test_accuracy,train_accuracy", lines[0]);
        Assert.Equal("1,finished,0.5,0,1,12345.678,0.625,24691.356,10,0.7,0.901", lines[1]);
        Assert.Equal("3,finished,1,0,1,12345.678,0.625,,10,0.7,0.901", lines[3]);
        Assert.Equal("9,finished,0.5,1.5,1,inf,0.75,inf,10,0.7,0.901", lines[9]);
        Assert.Equal("", lines[13]);
        Assert.Equal(14, lines.Length);
    }

    [Fact]
    public void Trials_quote_names_that_CSV_would_take_apart_and_leave_out_what_was_not_measured()
    {
        var lines = Reports.File(
            Reports.Of(
                $"name: x\ndataset: flower\n{Reports.Network}"
                    + "variants: [{ name: 'a, \"b\"' }, { name: c, lambda: 1 }, { name: d, lambda: 2 }]\n",
                s => s.Lambda > 1 ? throw new InvalidOperationException() : new Outcome { DivergedAt = s.Lambda == 1 ? 3 : null }),
            "trials.csv").Split('\n');
        Assert.Equal("1,finished,\"a, \"\"b\"\"\",0,0.5,10,0.9", lines[1]);
        Assert.Equal("2,diverged,c,1,,,", lines[2]);
        Assert.Equal("3,failed,d,2,,,", lines[3]);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("=a\"b,c\n", "\"'=a\"\"b,c\n\"")]
    [InlineData("a=1", "a=1")]
    public void A_text_that_a_spreadsheet_would_take_for_a_formula_is_one_in_trials_csv(string text, string expected)
    {
        object?[][] rows = [[text, -1.5, -2L, double.NegativeInfinity]];
        Assert.Equal($"{expected},b,c,d\n{expected},-1.5,-2,-inf\n", Written(opensInSpreadsheets: true));
        Assert.DoesNotContain("'", Written(opensInSpreadsheets: false), StringComparison.Ordinal); // for programs, exact

        string Written(bool opensInSpreadsheets)
        {
            using var writer = new StringWriter();
            CsvRows.Write(writer, [text, "b", "c", "d"], rows, opensInSpreadsheets);
            return writer.ToString();
        }
    }

    [Fact]
    public void A_portable_report_names_no_folder_of_the_machine_that_made_it()
    {
        var report = Reports.Of(
            "# from /home/jane/notes\nname: x\ndescription: 'Made in C:\\Users\\jane\\work.'\ndataset: pitch\n" + Reports.Network,
            _ => throw new FileNotFoundException("Could not find '/home/jane/my data/a.csv'."));
        foreach (var file in (string[])["report.md", "report.html"])
        {
            Assert.Contains("jane", Reports.File(report, file, portable: false), StringComparison.Ordinal);
            Assert.DoesNotContain("jane", Reports.File(report, file, portable: true), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_says_what_is_needed_to_do_it_again()
    {
        var markdown = Reports.File(Reports.Of(Sweep, Made), "report.md", portable: false);
        foreach (var fact in (string[])
            [
                "dataset: pitch (train 211, dev 200, test 200)", "dataset SHA-256: ", "plan SHA-256: ",
                "experiment file: test.yaml", "sweep: grid#1", "launched: 1970-01-01 00:00:00 UTC",
                "git commit: c0ffee, with uncommitted changes", "os: Minix", "goalkeeper: 9.9",
            ])
        {
            Assert.Contains($"\n- {fact}", markdown, StringComparison.Ordinal);
        }
        Assert.Contains("\n```sh\ngoalkeeper run test.yaml\n```\n", markdown, StringComparison.Ordinal);
        Assert.Contains($"\n```yaml\n{Sweep}```\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Portable_reports_of_two_stores_made_separately_are_the_same_bytes()
    {
        var here = MadeBy("goalkeeper run test.yaml", sweeps: 1, DateTimeOffset.UnixEpoch, "c0ffee", "Minix");
        var elsewhere = MadeBy(
            "goalkeeper run test.yaml --store '/tmp/a b/it'\\''s.db' --workers 64 --new --out /tmp/x --portable",
            sweeps: 2,
            DateTimeOffset.UnixEpoch.AddYears(9),
            commit: null,
            "Plan 9");
        Assert.Equal(here.Keys, elsewhere.Keys);
        Assert.All(here.Keys, name => Assert.Equal(here[name], elsewhere[name]));
        Assert.DoesNotMatch("c0ffee|Plan 9|Minix|1979|1970|grid#|goalkeeper: ", elsewhere["report.md"]);
    }

    [Fact]
    public void A_portable_report_keeps_what_was_set_on_the_command_line() => Assert.Contains(
        "\n```sh\ngoalkeeper run test.yaml --set lambda=0,1 --set 'dataset={csv: a.csv}'\n```\n",
        MadeBy(
            "goalkeeper run test.yaml --store x.db --set lambda=0,1 --yes --set 'dataset={csv: a.csv}' --no-report",
            sweeps: 1,
            DateTimeOffset.UnixEpoch,
            commit: null,
            "Minix")["report.md"],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void Every_culture_gives_the_same_bytes(string name)
    {
        var expected = AllFiles(Reports.Of(Sweep, Made));
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            var actual = AllFiles(Reports.Of(Sweep, Made));
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.All(expected.Keys, file => Assert.Equal(expected[file], actual[file]));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Lines_end_the_same_way_everywhere()
    {
        var report = Reports.Of(Sweep.Replace("\n", "\r\n", StringComparison.Ordinal), Made);
        Assert.All(ReportFile.Of(report, portable: true), file => Assert.DoesNotContain('\r', Reports.File(report, file.Name)));
    }

    /// <summary>The files of the last of some sweeps of one experiment in a store of their own.</summary>
    private static SortedDictionary<string, string> MadeBy(string command, int sweeps, DateTimeOffset at, string? commit, string system)
    {
        using var folder = new SweepFolder();
        var experiment = ExperimentFile.Parse(Sweep, "test.yaml");
        var dataset = DatasetLoader.Load(experiment.Network.Dataset, "");
        string[] splits = [.. dataset.Splits.Select(s => s.Name)];
        var plan = ExperimentPlan.Expand(experiment, dataset.ComputeSha256(), splits);
        var machine = $$"""{"os":"{{system}}"}""";
        var circumstances = new Circumstances(command, at, commit, commit is null ? null : true, machine, """{"goalkeeper":"9.9"}""");
        using var store = folder.Open();
        var session = new SweepSession(store, new SweepFolder.Silence());
        var planned = PlannedSweep.Of(plan, dataset, circumstances, Reports.Made(Made));
        for (var i = 1; i < sweeps; i++) session.Run(planned, new(Workers: 1), forceNew: true, default);
        return AllFiles(SweepReport.Of(store, session.Run(planned, new(Workers: 3), forceNew: true, default).Sweep));
    }

    private static SortedDictionary<string, string> AllFiles(SweepReport report) =>
        new(ReportFile.Of(report, portable: true).ToDictionary(f => f.Name, f => Reports.File(report, f.Name)), StringComparer.Ordinal);
}
