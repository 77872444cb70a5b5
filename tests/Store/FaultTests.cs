using Goalkeeper.Store;
using SQLitePCL;

namespace Goalkeeper.Tests.Store;

/// <summary>A store that fails at one place after the other, and what is left of a small sweep then.</summary>
public sealed class FaultTests
{
    private const int Trials = 6;

    [Fact]
    public void Whichever_commit_is_the_first_to_fail_the_sweep_resumes_and_each_trial_has_ended_once() => ForEach(
        places: Enumerable.Range(1, int.MaxValue),
        (store, place) =>
        {
            var commits = 0;
            raw.sqlite3_commit_hook(store.Connection.Handle, _ => ++commits >= place ? 1 : 0, null);
        });

    [Fact]
    public void Wherever_a_statement_is_broken_off_the_sweep_resumes_and_each_trial_has_ended_once() => ForEach(
        places: Enumerable.Range(1, int.MaxValue),
        (store, place) =>
        {
            const int operations = 97; // of SQLite's machine
            var steps = 0;
            raw.sqlite3_progress_handler(store.Connection.Handle, operations, _ => ++steps >= place * 10 ? 1 : 0, null);
        });

    [Fact]
    public void Whichever_page_is_the_last_that_the_disk_has_room_for_the_sweep_resumes_and_each_trial_has_ended_once() => ForEach(
        places: Enumerable.Range(0, int.MaxValue),
        (store, place) =>
        {
            using var size = store.Query("SELECT page_count FROM pragma_page_count");
            store.Connection.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {(long)size.Rows().Single()[0]! + place}"));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whenever_another_program_holds_the_store_the_sweep_waits_or_resumes_and_each_trial_has_ended_once(bool forLong)
    {
        for (var place = 0; place <= Trials; place++)
        {
            using var sample = new Sample();
            var (created, sweep) = Sample.Create(sample.Path, Trials);
            created.Dispose();
            var error = Record.Exception(() => RunBesideAnother(sample.Path, sweep, place, forLong));
            if (forLong)
                Assert.Contains("is locked: another program has kept it for more than 0.2 s", Assert.IsType<StoreException>(error).Message, StringComparison.Ordinal);
            else
                Assert.Null(error);
            CheckItResumes(sample.Path, sweep);
        }
    }

    /// <summary>Tries every place until one is behind the end.</summary>
    private static void ForEach(IEnumerable<int> places, Action<SweepStore, int> breakAt)
    {
        var faults = places.TakeWhile(place => Fails(store => breakAt(store, place))).Count();
        Assert.InRange(faults, 3, 1000);
    }

    private static bool Fails(Action<SweepStore> breakIt)
    {
        using var sample = new Sample();
        var (created, sweep) = Sample.Create(sample.Path, Trials);
        created.Dispose();
        var error = Record.Exception(() => Run(sample.Path, sweep, new SetClock(), breakIt));
        Assert.True(error is null or StoreException, $"{error}");
        CheckItResumes(sample.Path, sweep);
        return error is not null;
    }

    private static void CheckItResumes(string path, SweepRecord sweep)
    {
        // Later: the worker may not even have been able to leave, and its process is this one, which lives.
        Run(path, sweep, new SetClock { Now = Sample.Noon.AddHours(1) }, _ => { });
        using var store = SweepStore.OpenReadOnly(path);
        Assert.Equal(new Dictionary<string, long> { ["finished"] = Trials }, store.StateCounts(sweep));
        Assert.Equal([$"{Trials}"], Column(store, "SELECT count(*) FROM attempt WHERE state = 'finished'"));
        Assert.Equal([$"{Trials * 4}"], Column(store, "SELECT count(*) FROM metric"));
        Assert.Equal(["ok"], Column(store, "SELECT integrity_check FROM pragma_integrity_check"));
        Assert.Empty(Column(store, "SELECT \"table\" FROM pragma_foreign_key_check"));
    }

    private static void Run(string path, SweepRecord sweep, SetClock clock, Action<SweepStore> breakIt)
    {
        var store = SweepStore.Open(path, TimeSpan.FromSeconds(1), Migration.All, clock);
        store.Connection.Execute("PRAGMA synchronous = OFF");
        breakIt(store);
        using var worker = new SweepWorker(store, sweep, SweepWorker.Lease, capacity: 4);
        while (worker.Take(CancellationToken.None) is { } claim) worker.End(claim, Result(claim.Trial.Number));
        worker.Complete();
    }

    // Another connection begins to write before the worker joins (0), or before its so-manieth trial is taken.
    private static void RunBesideAnother(string path, SweepRecord sweep, int place, bool forLong)
    {
        using var other = SweepStore.Open(path);
        var store = SweepStore.Open(path, forLong ? TimeSpan.FromSeconds(0.2) : StoreConnection.DefaultBusyTimeout, Migration.All, new SetClock());
        var end = Task.CompletedTask;
        if (place == 0) Hold();
        try
        {
            using var worker = new SweepWorker(store, sweep, SweepWorker.Lease, capacity: 4);
            for (var taken = 1; ; taken++)
            {
                if (taken == place) Hold();
                if (worker.Take(CancellationToken.None) is not { } claim) break;
                worker.End(claim, Result(claim.Trial.Number));
            }
            worker.Complete();
        }
        finally
        {
            end.Wait();
        }

        void Hold()
        {
            other.Connection.Execute("BEGIN IMMEDIATE");
            if (forLong) return; // until it is closed
            end = Task.Run(() =>
            {
                Thread.Sleep(20);
                other.Connection.Execute("COMMIT");
            });
        }
    }

    // Of some pages, so that the file grows.
    private static TrialResult Result(long number) => Sample.Result(number) with { Weights = new StoredWeights([1999, 1], new double[2000]) };

    private static List<string> Column(SweepStore store, string sql)
    {
        using var rows = store.Query(sql);
        return [.. rows.Rows().Select(row => $"{row[0]}")];
    }
}
