using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;

namespace Goalkeeper.Tests.Cli;

/// <summary>What people do to sweeps that are there: <c>delete</c>, <c>rename</c>, <c>tag</c>, <c>note</c>.</summary>
public sealed class KeepingTests : IDisposable
{
    private static readonly string[] Tables =
    [
        "artifact", "attempt", "dataset", "deletion", "event", "fingerprint", "metric", "parameter", "prediction", "preparation", "sweep",
        "sweep_plan", "tag", "trace", "trial", "weights", "worker",
    ];

    private readonly Session _session = new();

    public KeepingTests() => _session.Succeed("run", _session.Write(Session.Small), "--no-report");

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_deleted_sweep_leaves_nothing_and_another_one_stays_as_it_is()
    {
        var before = Rows();
        _session.Succeed("run", _session.Write(Session.Small + "\nkeep_weights: best\n", "best.yaml"), "--no-report", "--set", "dataset=circles");
        _session.Succeed("tag", "small#2", "odd");
        _session.Succeed("tag", "small#2/1", "odd");
        var folder = Files("small#2");
        var printed = _session.Run("delete", "small#2", "--yes");
        Assert.Equal(0, printed.ExitCode);
        Assert.Equal("small#2 (4 trials: 4 finished) is deleted; its room in the store is used again\n", printed.Error);
        Assert.Equal(before, Rows());
        Assert.False(Directory.Exists(folder));
        Assert.Equal(["ok"], _session.Query("SELECT integrity_check FROM pragma_integrity_check"));
        Assert.Empty(_session.Query("SELECT \"table\" FROM pragma_foreign_key_check"));
        _session.Succeed("verify", "small");
        Assert.Equal(0, _session.Run("delete", "small#1", "--yes").ExitCode);
        Assert.All(Tables, table => Assert.Equal(["0"], _session.Query($"SELECT count(*) FROM {table}")));
    }

    [Theory]
    [InlineData("y", 0)]
    [InlineData(" YES ", 0)]
    [InlineData("n", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public void A_person_is_asked(string? answer, int exitCode)
    {
        _session.World = context => context with { ReadAnswer = () => answer };
        var printed = _session.Run("delete", "small#1");
        Assert.Equal(exitCode, printed.ExitCode);
        Expect.Start("Delete small#1 (4 trials: 4 finished)? It cannot be brought back. [y/N] ", printed.Error);
        Assert.Equal([exitCode == 0 ? "0" : "1"], _session.Query("SELECT count(*) FROM sweep"));
    }

    [Fact]
    public void A_sweep_that_somebody_works_on_is_neither_deleted_nor_renamed()
    {
        using (var store = SweepStore.Open(_session.Store))
        {
            store.Connection.Write(() => store.Join(store.Find(new("small")), WorkerIdentity.Here, TimeSpan.FromHours(1)));
        }
        Expect.Has(
            "small#1 cannot be deleted while it is worked on (process ", _session.Fail(ExitCode.UserError, "delete", "small#1", "--yes"));
        Expect.Has("`goalkeeper stop 'small#1'` ends that", _session.Fail(ExitCode.UserError, "rename", "small", "big"));
        Assert.Equal(["small"], _session.Query("SELECT name FROM sweep"));
    }

    [Fact]
    public void Files_outside_of_the_stores_folder_are_never_deleted_whatever_the_store_says()
    {
        var precious = Directory.CreateDirectory(_session.File("precious")).FullName;
        Directory.CreateDirectory(_session.Store + ".files");
        using (var store = SweepStore.Open(_session.Store)) store.Connection.Execute("UPDATE sweep SET uid = '../precious'");
        Assert.Equal(0, _session.Run("delete", "small#1", "--yes").ExitCode);
        Assert.True(Directory.Exists(precious));
    }

    [Fact]
    public void A_renamed_sweep_has_the_next_number_of_its_new_name_and_all_that_it_had()
    {
        var numbers = _session.Numbers();
        _session.Succeed("run", _session.File("small.yaml"), "--no-report", "--new");
        Assert.Equal("small#1 is wide#1 now\n", _session.Run("rename", "small#1", "wide").Error);
        Assert.Equal("small#2 is wide#2 now\n", _session.Run("rename", "small", "wide").Error);
        Assert.Equal(["wide|1|4", "wide|2|4"], _session.Query("SELECT sweep, sweep_number, finished FROM sweep_overview"));
        Assert.Equal(["rename|small#1", "rename|small#2"], _session.Query("SELECT kind, detail FROM event ORDER BY id"));
        _session.Succeed("delete", "wide#2", "--yes");
        Assert.Equal(numbers, _session.Numbers());
        _session.Succeed("verify", "wide");
        _session.Succeed("report", "wide");
        Expect.Start("small#1: new, ", _session.Run("run", _session.File("small.yaml"), "--no-report").Error);
    }

    [Fact]
    public void Tags_and_notes_are_shown_and_can_be_taken_away()
    {
        _session.Succeed("tag", "small", "submitted", "season=2025");
        _session.Succeed("tag", "small#1", "season=2026");
        _session.Succeed("tag", "small/2", "odd");
        _session.Succeed("note", "small", "λ was wrong.\nAgain.");
        Expect.Has("note         λ was wrong.\n             Again.\ntags         season=2026, submitted\n", _session.Succeed("show", "small"));
        Expect.Has("tags      odd\n", _session.Succeed("show", "small/2"));
        Expect.Has(",\"season=2026, submitted\"\n", _session.Succeed("list", "--format", "csv"));
        _session.Succeed("tag", "small", "season", "--remove");
        _session.Succeed("note", "small", "");
        var shown = _session.Succeed("show", "small");
        Expect.Has("tags         submitted\n", shown);
        Assert.DoesNotContain("note", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`small` can mean several sweeps, and what is deleted is gone; expected its number too, such as small#1", "delete", "small")]
    [InlineData("here is no terminal to ask on; expected --yes", "delete", "small#1")]
    [InlineData("There is no sweep small#3 ", "delete", "small#3", "--yes")]
    [InlineData("There is no store", "delete", "small#1", "--yes", "--store", "nowhere.db")]
    [InlineData("`a b` is no name for a sweep: expected at most 100 letters, digits, - and _", "rename", "small", "a b")]
    [InlineData("`../x` is no name for a sweep", "rename", "small", "../x")]
    [InlineData("small#1 is called small already", "rename", "small", "small")]
    [InlineData("needs <name>", "rename", "small")]
    [InlineData("`=x` is no tag: expected a word, or name=value", "tag", "small", "=x")]
    [InlineData("`a b` is no tag", "tag", "small", "a b")]
    [InlineData("small#1 has no tag `od`; it has none", "tag", "small", "od", "--remove")]
    [InlineData("has no trial 9", "tag", "small/9", "odd")]
    [InlineData("needs <text>", "note", "small")]
    public void A_mistake_is_told_in_a_sentence_and_changes_nothing(string sentence, params string[] words)
    {
        var before = Rows();
        _session.World = context => context with { ReadAnswer = null };
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, words));
        Assert.Equal(before, Rows());
    }

    private List<string> Rows() => [.. Tables.SelectMany(table => _session.Query($"SELECT '{table}', * FROM {table}"))];

    /// <summary>A file that a trial has left behind.</summary>
    private string Files(string sweep)
    {
        using var store = SweepStore.OpenReadOnly(_session.Store);
        var folder = store.Folder(store.Find(SweepReference.Parse(sweep)), trial: 1, attempt: 1);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "log.txt"), "hello");
        return Path.GetDirectoryName(Path.GetDirectoryName(folder))!;
    }
}
