using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Store;

public sealed class CommitTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_result_that_comes_after_its_attempt_was_lost_is_refused_and_the_rest_is_stored()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            store.Connection.Write(() =>
            {
                var silent = store.Join(sweep, WorkerIdentity.Here, lease: -TimeSpan.FromSeconds(1));
                var late = silent.Take(count: 2);
                var other = store.Join(sweep, WorkerIdentity.Here, SweepWorker.Lease);
                Assert.Equal(2, other.Retake());
                var commit = new TrialCommit(store.Connection, sweep);
                Assert.True(commit.End(other.Take(count: 1).Single(), Sample.Result(1, 0.4)));
                Assert.False(commit.End(late[0], Sample.Result(1, 0.7)));
                Assert.False(commit.End(late[1], Sample.Result(2)));
                commit.Append(late[1], [new Trace("cost", [3], [4])]);
            });
            Assert.Equal((TrialState.Finished, 0.4), (store.Trial(sweep, 1).State, store.Trial(sweep, 1).Metrics["dev_accuracy"]));
            Assert.Equal(TrialState.Queued, store.Trial(sweep, 2).State);
            using var attempts = store.Query("SELECT trial, attempt, state FROM trial_attempt ORDER BY 1, 2");
            Assert.Equal(["1 1 lost", "1 2 finished", "2 1 lost"], attempts.Rows().Select(row => string.Join(' ', row)));
        }
    }

    [Theory]
    [InlineData("UPDATE trial SET state = 'queued' WHERE number = 1")]
    [InlineData("UPDATE trial SET seed = 9 WHERE number = 1")]
    [InlineData("UPDATE OR REPLACE trial SET number = 1 WHERE number = 2")]
    [InlineData("DELETE FROM trial WHERE number = 1")]
    [InlineData("INSERT OR REPLACE INTO trial (id, sweep_id, number, point, replicate, seed, state) VALUES (1, 1, 1, 1, 1, 1, 'queued')")]
    [InlineData("INSERT OR REPLACE INTO trial (sweep_id, number, point, replicate, seed, state) VALUES (1, 1, 1, 1, 1, 'queued')")]
    [InlineData("UPDATE attempt SET state = 'lost' WHERE id = 1")]
    [InlineData("UPDATE attempt SET trial_id = 2 WHERE id = 1")]
    [InlineData("DELETE FROM attempt WHERE id = 1")]
    [InlineData("INSERT OR REPLACE INTO attempt (trial_id, number, state) VALUES (1, 1, 'running')")]
    [InlineData("INSERT OR REPLACE INTO attempt (id, trial_id, number, state) VALUES (1, 2, 2, 'running')")]
    [InlineData("UPDATE trial SET state = 'finished' WHERE number = 2")]
    [InlineData("UPDATE trial SET state = 'finished', attempt_id = 1 WHERE number = 2")]
    [InlineData("UPDATE metric SET value = 1 WHERE attempt_id = 1")]
    [InlineData("DELETE FROM metric WHERE attempt_id = 1")]
    [InlineData("INSERT OR REPLACE INTO metric VALUES (1, 'cost', 0)")]
    [InlineData("INSERT INTO metric VALUES (1, 'late', 0)")]
    [InlineData("UPDATE trace SET value = 1 WHERE attempt_id = 1")]
    [InlineData("DELETE FROM trace WHERE attempt_id = 1")]
    [InlineData("INSERT INTO trace VALUES (1, 'cost', 77, 77, 0, NULL)")]
    [InlineData("UPDATE parameter SET value = 1 WHERE trial_id = 1")]
    [InlineData("UPDATE parameter SET trial_id = 1, name = 'moved' WHERE trial_id = 2 AND name = 'lambda'")]
    [InlineData("DELETE FROM parameter WHERE trial_id = 1")]
    [InlineData("INSERT INTO parameter VALUES (1, 'late', 0)")]
    [InlineData("UPDATE prediction SET labels = '1' WHERE attempt_id = 1")]
    [InlineData("DELETE FROM prediction WHERE attempt_id = 1")]
    [InlineData("INSERT INTO prediction VALUES (1, 'dev', '1', x'00', NULL)")]
    [InlineData("UPDATE fingerprint SET result = randomblob(32) WHERE attempt_id = 1")]
    [InlineData("UPDATE fingerprint SET attempt_id = 2 WHERE attempt_id = 1")]
    [InlineData("DELETE FROM fingerprint WHERE attempt_id = 1")]
    [InlineData("INSERT OR REPLACE INTO fingerprint VALUES (1, NULL, randomblob(32))")]
    [InlineData("UPDATE weights SET content = zeroblob(24) WHERE attempt_id = 1")]
    [InlineData("UPDATE weights SET attempt_id = 2 WHERE attempt_id = 1")]
    [InlineData("DELETE FROM weights WHERE attempt_id = 1")]
    [InlineData("INSERT OR REPLACE INTO weights VALUES (1, '[2,1]', zeroblob(24))")]
    public void An_ended_trial_never_changes_whoever_writes(string sql)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            using var shell = new SqliteConnection($"Data Source={_sample.Path};Pooling=False");
            shell.Open();
            using var command = shell.CreateCommand();
            command.CommandText = sql;
            var error = Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
            Assert.Contains(" never changes", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("finished")]
    [InlineData("failed")]
    [InlineData("diverged")]
    public void Every_end_is_final(string state)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1, state: state)]);
            Assert.Equal(state == "finished" ? null : "because", store.Trial(sweep, 1).Reason);
            var error = Assert.Throws<StoreException>(
                () => store.Connection.Write(() => store.Connection.Execute("UPDATE trial SET seed = 9")));
            Assert.Contains(" never changes", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_process_killed_within_a_commit_leaves_no_half_trial()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        var copy = _sample.File("copy.db");
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            store.Connection.Write(() =>
            {
                // A cache of a few pages makes SQLite write the uncommitted rows to the log, as a large trial would.
                store.Connection.Execute("PRAGMA cache_size = 2");
                var commit = new TrialCommit(store.Connection, sweep);
                commit.End(store.Join(sweep, WorkerIdentity.Here, SweepWorker.Lease).Take(count: 1).Single(), Sample.Result(2) with
                {
                    Traces = [new Trace("cost", [.. Enumerable.Range(0, 20_000).Select(i => (long)i)], new double[20_000])],
                });
                // What a kill at this moment leaves on the disk.
                File.Copy(_sample.Path, copy);
                File.Copy(_sample.Path + "-wal", copy + "-wal");
                Assert.True(new FileInfo(copy + "-wal").Length > 100_000, "the uncommitted rows are in the log");
            });
        }
        using var killed = SweepStore.Open(copy);
        Assert.Equal(TrialState.Finished, killed.Trial(sweep, 1).State);
        var half = killed.Trial(sweep, 2);
        Assert.Equal(TrialState.Queued, half.State);
        Assert.Empty(half.Metrics);
        Assert.Empty(killed.Traces(half));
        killed.Commit(sweep, [], [Sample.Result(2)]);
    }

    [Theory]
    [InlineData("maximize", 2L)]
    [InlineData("minimize", 4L)]
    public void The_best_trials_weights_are_kept_in_whatever_order_trials_end(string goal, long best)
    {
        // 2 and 3 are the highest, 4 and 5 the lowest; 1 has no number, 6 did not finish.
        double[] dev = [double.NaN, 0.9, 0.9, 0.2, 0.2, goal == "maximize" ? 1 : 0];
        foreach (var order in Permutations([1, 2, 3, 4, 5, 6]).Where((_, i) => i % 45 == 0))
        {
            using var sample = new Sample();
            using var store = SweepStore.Open(sample.Path);
            var sweep = store.FindOrCreate(
                Sample.Sweep() with { MetricGoal = goal, WeightsKept = WeightsKept.Best }, Sample.Trials(6)).Sweep;
            var results = order.Select(n => Sample.Result(n, dev[n - 1], n == 6 ? TrialState.Diverged : TrialState.Finished)).ToList();
            store.Commit(sweep, [], results[..3]);
            store.Commit(sweep, [], results[3..]);
            Assert.Equal([best], store.Trials(sweep).Where(t => store.Weights(t) is not null).Select(t => t.Number));
            Assert.Equal(best, store.Best(sweep)!.Number);
        }
    }

    [Theory]
    [InlineData(WeightsKept.Best, 1)] // the best
    [InlineData(WeightsKept.All, 2)]
    public void The_weights_that_a_sweep_keeps_can_not_be_deleted(string kept, int number)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3, kept);
        using (store)
        {
            // 3 has not ended: its weights are no reason to drop another's.
            store.Commit(sweep, [], [Sample.Result(1, 0.9), Sample.Result(2, 0.8)]);
            store.Connection.Write(() => store.Connection.Execute(
                "INSERT INTO attempt (id, trial_id, number, state) VALUES (3, 3, 1, 'running'); INSERT INTO metric VALUES (3, 'dev_accuracy', 1.0); INSERT INTO weights VALUES (3, '[2,1]', zeroblob(24))"));
            var error = Assert.Throws<StoreException>(
                () => store.Connection.Write(() => store.Connection.Execute($"DELETE FROM weights WHERE attempt_id = {number}")));
            Assert.Contains(" never changes", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("all", 2)]
    [InlineData("none", 0)]
    public void Weights_are_kept_as_the_sweep_says(string kept, int count)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2, kept);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1), Sample.Result(2)]);
            Assert.Equal(count, store.Trials(sweep).Count(t => store.Weights(t) is not null));
        }
    }

    private static IEnumerable<int[]> Permutations(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(first => Permutations([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
