using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class SweepWorkerTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Every_trial_is_handed_to_one_thread_and_everything_reported_is_stored_once_the_worker_completes()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 200);
        using (store)
        using (var worker = new SweepWorker(SweepStore.Open(store.Path), sweep, SweepWorker.Lease, capacity: 16))
        {
            var numbers = new System.Collections.Concurrent.ConcurrentBag<long>();
            Parallel.For(0, 4, _ =>
            {
                while (worker.Take(CancellationToken.None) is { } claim)
                {
                    numbers.Add(claim.Trial.Number);
                    worker.End(claim, Sample.Result(claim.Trial.Number));
                }
            });
            worker.Complete();
            Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), numbers.Order());
            Assert.Equal(200, store.StateCounts(sweep)[TrialState.Finished]);
            Assert.Equal(200, store.Traces(sweep, "cost").Count);
            Assert.Empty(store.Workers(sweep));
        }
    }

    [Fact]
    public void What_was_taken_and_not_ended_is_queued_again_when_the_worker_completes_and_no_later_work_is_taken_for_it()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            using (var worker = new SweepWorker(store.Path, sweep))
            {
                var claim = worker.Take(CancellationToken.None)!;
                worker.Report(claim, [new Trace("cost", [1, 2], [3, 4])]);
                Assert.Equal(2, worker.Take(CancellationToken.None)!.Trial.Number);
                worker.Complete();
            }
            Assert.Equal(new Dictionary<string, long> { ["queued"] = 3 }, store.StateCounts(sweep));
            Assert.Empty(store.Traces(store.Trial(sweep, 1)));
            using var attempts = store.Query(
                "SELECT trial_id, state, (SELECT count(*) FROM trace WHERE attempt_id = attempt.id) FROM attempt ORDER BY 1");
            Assert.Equal(["1 stopped 2", "2 stopped 0"], attempts.Rows().Select(row => string.Join(' ', row)));
        }
    }

    [Fact]
    public void What_comes_in_while_the_disk_is_busy_shares_a_commit()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 50);
        using (store)
        using (var worker = new SweepWorker(store.Path, sweep))
        {
            var claims = Enumerable.Range(0, 50).Select(_ => worker.Take(CancellationToken.None)!).ToList();
            var before = worker.Commits;
            // While this connection writes, the worker waits with what it took first, and the rest queues up.
            store.Connection.Write(() => claims.ForEach(c => worker.End(c, Sample.Result(c.Trial.Number))));
            worker.Complete();
            Assert.Equal(50, store.List().Single().Finished);
            Assert.InRange(worker.Commits - before, 1, 49);
        }
    }

    [Fact]
    public void A_report_that_is_wrong_in_itself_does_not_take_the_others_with_it_and_is_told()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        using (var worker = new SweepWorker(store.Path, sweep))
        {
            var claims = Enumerable.Range(0, 3).Select(_ => worker.Take(CancellationToken.None)!).ToList();
            string[] states = [TrialState.Finished, "ended", TrialState.Finished];
            store.Connection.Write(() => claims.ForEach(c => worker.End(c, Sample.Result(c.Trial.Number, state: states[c.Trial.Number - 1]))));
            Assert.Throws<ArgumentException>(worker.Complete);
            // 3 may have been reported in a batch after the refusal, where nothing more is stored.
            Assert.Equal(TrialState.Finished, store.Trial(sweep, 1).State);
        }
    }

    [Fact]
    public void After_an_error_no_thread_waits_for_ever_and_the_next_report_throws_it()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        using (var worker = new SweepWorker(SweepStore.Open(store.Path), sweep, SweepWorker.Lease, capacity: 1))
        {
            var claim = worker.Take(CancellationToken.None)!;

            // Endless if the error never came.
            void ReportUntilItThrows()
            {
                while (true) worker.End(claim, Sample.Result(1, state: "ended"));
            }
            Assert.Throws<ArgumentException>(ReportUntilItThrows);
            Assert.Throws<ArgumentException>(() => worker.Take(CancellationToken.None));
            Assert.Throws<ArgumentException>(worker.Complete);
        }
    }

    [Fact]
    public void A_thread_waits_while_others_have_the_last_trials_and_gets_one_that_they_lose()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        {
            // Two tenths of a second, which nobody renews.
            store.Connection.Write(() => store.Join(sweep, WorkerIdentity.Here, TimeSpan.FromSeconds(0.2)).Take(count: 1));
            using var worker = new SweepWorker(SweepStore.Open(store.Path), sweep, TimeSpan.FromSeconds(1), capacity: 4);
            var claim = worker.Take(CancellationToken.None);
            Assert.Equal((1, 2), (claim!.Trial.Number, claim.Attempt));
            worker.End(claim, Sample.Result(1));
            Assert.Null(worker.Take(CancellationToken.None));
        }
    }

    [Fact]
    public void A_worker_that_is_asked_to_stop_knows_it()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        using (var worker = new SweepWorker(SweepStore.Open(store.Path), sweep, TimeSpan.FromSeconds(1), capacity: 4))
        {
            Assert.Equal(1, store.AskToStop(sweep));
            Assert.True(worker.StopAsked.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
        }
    }

    [Fact]
    public void A_worker_knows_how_many_trials_others_have_ended()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 6);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1, state: TrialState.Failed)]);
            using var worker = new SweepWorker(store.Path, sweep);
            Assert.Null(worker.EndedByOthers);
            var mine = worker.Take(CancellationToken.None)!;
            store.Commit(sweep, [], [Sample.Result(5), Sample.Result(6)]);
            worker.End(mine, Sample.Result(2));
            while (worker.Take(CancellationToken.None) is { } claim) worker.End(claim, Sample.Result(claim.Trial.Number, state: TrialState.Diverged));
            worker.Complete();
            Assert.Equal(
                new Dictionary<string, long> { ["finished"] = 2, ["failed"] = 1, ["diverged"] = 0, ["pruned"] = 0 }, worker.EndedByOthers);
        }
    }

    [Fact]
    public void Many_processes_share_a_sweep_and_none_meets_a_locked_database()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 600);
        using (store)
        {
            Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
            {
                using var worker = new SweepWorker(_sample.Path, sweep);
                while (worker.Take(CancellationToken.None) is { } claim) worker.End(claim, Sample.Result(claim.Trial.Number));
                worker.Complete();
            });
            Assert.Equal(600, store.StateCounts(sweep)[TrialState.Finished]);
            using var attempts = store.Query("SELECT count(*) FROM attempt");
            Assert.Equal(600L, attempts.Rows().Single()[0]);
        }
    }
}
