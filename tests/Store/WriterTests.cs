using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class WriterTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Everything_reported_from_many_threads_is_stored_once_the_writer_completes()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 200);
        using (store)
        using (var writer = new TrialWriter(store.Path, sweep, capacity: 16))
        {
            Parallel.For(1, 200, number =>
            {
                writer.Started(number, Sample.Noon);
                writer.Ended(Sample.Result(number));
            });
            writer.Started(200, Sample.Noon);
            writer.Complete();
            Assert.Equal(new Dictionary<string, long> { ["finished"] = 199, ["interrupted"] = 1 }, store.StateCounts(sweep));
            Assert.Equal(199, store.Traces(sweep, "cost").Count);
        }
    }

    [Fact]
    public void What_comes_in_while_the_disk_is_busy_shares_a_commit()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 50);
        using (store)
        using (var writer = new TrialWriter(store.Path, sweep, capacity: 100))
        {
            // While this connection writes, the writer waits with what it took first, and the rest queues up.
            store.Connection.Write(() => Enumerable.Range(1, 50).ToList().ForEach(n => writer.Ended(Sample.Result(n))));
            writer.Complete();
            Assert.Equal(50, store.List().Single().Finished);
            Assert.InRange(writer.Commits, 1, 49);
        }
    }

    [Fact]
    public void A_report_that_is_refused_does_not_take_the_others_with_it_and_is_told()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        using (var writer = new TrialWriter(store.Path, sweep, capacity: 100))
        {
            store.Commit(sweep, [], [Sample.Result(2)]);
            store.Connection.Write(() => new List<long> { 1, 2, 3 }.ForEach(n => writer.Ended(Sample.Result(n))));
            Assert.Throws<InvalidOperationException>(writer.Complete);
            // 3 may have been reported in a batch after the refusal, where nothing more is stored.
            Assert.Equal(TrialState.Finished, store.Trial(sweep, 1).State);
        }
    }

    [Fact]
    public void After_an_error_no_worker_waits_for_ever_and_the_next_report_throws_it()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        using (store)
        using (var writer = new TrialWriter(store.Path, sweep, capacity: 1))
        {
            // Endless if the error never came.
            void ReportUntilItThrows()
            {
                while (true)
                {
                    writer.Ended(Sample.Result(99));
                }
            }
            Assert.Throws<InvalidOperationException>(ReportUntilItThrows);
            Assert.Throws<InvalidOperationException>(writer.Complete);
        }
    }

    [Fact]
    public void Two_sweeps_that_are_written_at_once_never_meet_a_locked_database()
    {
        var (store, first) = Sample.Create(_sample.Path, 150);
        using (store)
        {
            var second = store.FindOrCreate(Sample.Sweep("other"), Sample.Trials(150)).Sweep;
            Parallel.ForEach([first, second], sweep =>
            {
                using var own = SweepStore.Open(_sample.Path);
                for (var n = 1; n <= 150; n++)
                {
                    own.Commit(sweep, [], [Sample.Result(n)]);
                    Assert.Equal(TrialState.Finished, own.Trial(sweep, n).State);
                }
            });
            Assert.Equal([150L, 150L], store.List().Select(s => s.Finished));
        }
    }
}
