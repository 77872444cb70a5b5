using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>A store that version 4 made: a sweep of which two trials diverged, and one that was killed while its third of four trials ran.</summary>
public sealed class OlderStoreTests : IDisposable
{
    private readonly Session _session = new();

    public OlderStoreTests() => File.Copy(InFiles("version-4.db"), _session.Store);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void It_is_listed_reported_and_verified()
    {
        var list = _session.Succeed("list");
        Expect.Has("2 of 4 finished", list);
        Expect.Has("55.8", list);
        _session.Succeed("report", "small", "--out", _session.File("report"));
        Expect.Has("55.8", File.ReadAllText(_session.File("report/small/report.md")));
        Expect.Has("trial 6: identical", _session.Succeed("verify", "small"));
        Assert.Equal(["diverged|2|2", "finished|4|4"], _session.Query("SELECT state, count(*), sum(attempt_id IS NOT NULL) FROM trial WHERE sweep_id = 1 GROUP BY 1"));
        Assert.Empty(_session.Query("SELECT * FROM pragma_foreign_key_check"));
        Assert.Equal(["ok"], _session.Query("SELECT * FROM pragma_integrity_check"));
    }

    [Fact]
    public void Its_interrupted_sweep_goes_on_where_it_was_killed_and_comes_out_as_if_it_had_not_been()
    {
        var before = Ended();
        var file = _session.Write(File.ReadAllText(InFiles("long.yaml")), "long.yaml");
        Expect.Start("long#1: resumed, 2 of 4 trials left to run", _session.Run("run", file, "--no-report").Error);
        Assert.Subset(Ended().ToHashSet(), before.ToHashSet());
        Assert.Equal(["4"], _session.Query("SELECT count(*) FROM trial_overview WHERE sweep = 'long' AND state = 'finished'"));
        using var undisturbed = new Session();
        undisturbed.Succeed("run", undisturbed.Write(File.ReadAllText(file), "long.yaml"), "--no-report");
        const string results = "SELECT trial, initial_weights, result FROM trial_fingerprint WHERE sweep = 'long' ORDER BY 1";
        Assert.Equal(undisturbed.Query(results), _session.Query(results));
    }

    [Fact]
    public void It_is_left_as_it_is_while_an_older_Goalkeeper_writes_it()
    {
        using (var old = StoreConnection.Open(_session.Store, StoreAccess.Write, StoreConnection.DefaultBusyTimeout))
        using (StoreNames.Hold(old.File))
        {
            Expect.Has("is of an older Goalkeeper, which is running a sweep in it", _session.Fail(2, "run", InFiles("long.yaml")));
        }
        using var untouched = StoreConnection.Open(_session.Store, StoreAccess.Read, StoreConnection.DefaultBusyTimeout);
        Assert.Equal(4, Schema.Version(untouched, Migration.All));
    }

    private IReadOnlyList<string> Ended() => _session.Query(
        "SELECT t.number, t.state, t.duration_ms FROM trial t JOIN sweep s ON s.id = t.sweep_id AND s.name = 'long' WHERE t.state = 'finished' ORDER BY 1");

    private static string InFiles(string name) => Path.Combine(Experiments.Root, "tests/Store/Files", name);
}
