using System.Diagnostics;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

/// <summary>A store is a file, and not its name: what holds when the name comes to mean another file, or a file has several names.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly Sample _sample = new();

    public StoreFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps files that are open where they are");

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_file_is_known_by_its_device_and_inode_whatever_it_is_called()
    {
        var (file, link, copy) = (_sample.File("file"), _sample.File("link"), _sample.File("copy"));
        File.WriteAllText(file, "");
        File.Copy(file, copy);
        File.CreateSymbolicLink(link, file);
        HardLink(file, _sample.File("hard"));
        var identity = FileIdentity.Of(file);
        Assert.NotNull(identity);
        Assert.Equal(identity, FileIdentity.Of(link));
        Assert.Equal(identity, FileIdentity.Of(_sample.File("hard")));
        Assert.Equal(identity, FileIdentity.Of(_sample.File("../") + Path.GetFileName(Path.GetDirectoryName(file)) + "/file"));
        Assert.NotEqual(identity, FileIdentity.Of(copy));
        File.Move(file, _sample.File("moved"));
        Assert.Equal(identity, FileIdentity.Of(_sample.File("moved")));
        Assert.Null(FileIdentity.Of(file));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("renamed")]
    [InlineData("replaced")]
    [InlineData("folder renamed")]
    public void A_store_that_is_no_longer_there_is_an_error_at_the_next_commit(string what)
    {
        var path = _sample.File("folder/goalkeeper.db");
        var (store, sweep) = Sample.Create(path, 3);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            switch (what)
            {
                case "deleted":
                    File.Delete(path);
                    break;
                case "renamed":
                    File.Move(path, _sample.File("folder/moved.db"));
                    break;
                case "replaced":
                    File.Copy(path, _sample.File("folder/copy.db"));
                    File.Move(_sample.File("folder/copy.db"), path, overwrite: true);
                    break;
                default:
                    Directory.Move(_sample.File("folder"), _sample.File("moved"));
                    break;
            }
            var error = Assert.Throws<StoreException>(() => store.Commit(sweep, [], [Sample.Result(2)]));
            Assert.StartsWith($"The store '{path}' was deleted, renamed or replaced while it was in use", error.Message, StringComparison.Ordinal);
            Assert.Contains("run the same command again", error.Message, StringComparison.Ordinal);
            Assert.Throws<StoreException>(() => store.Retry(sweep, [1]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_journal_that_is_no_longer_there_is_an_error_and_what_it_held_is_saved(bool isReplaced)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            File.Delete(_sample.Path + "-wal");
            if (isReplaced) File.WriteAllText(_sample.Path + "-wal", "");
            var error = Assert.Throws<StoreException>(() => store.Commit(sweep, [], [Sample.Result(2)]));
            Assert.Contains("-wal', which is part of the store, was deleted", error.Message, StringComparison.Ordinal);
            Assert.Contains("has been saved", error.Message, StringComparison.Ordinal);
            // As the file is now, whatever closing the store adds to it.
            File.Copy(_sample.Path, _sample.File("copy.db"));
        }
        foreach (var path in (string[])[_sample.File("copy.db"), _sample.Path])
        {
            using var saved = SweepStore.Open(path);
            Assert.Equal(2, saved.StateCounts(sweep)[TrialState.Finished]);
        }
    }

    [Fact]
    public void A_writer_whose_store_is_gone_stores_nothing_more_and_says_so()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        using (var writer = new SweepWorker(_sample.Path, sweep))
        {
            var claim = writer.Take(CancellationToken.None)!;
            File.Delete(_sample.Path);
            writer.End(claim, Sample.Result(1));
            Assert.Contains("was deleted", Assert.Throws<StoreException>(writer.Complete).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("another store")]
    [InlineData("an earlier copy")]
    [InlineData("another program's database")]
    [InlineData("no database")]
    [InlineData("nothing")]
    public void A_store_that_is_written_over_while_a_sweep_runs_is_told_at_its_end_at_the_latest(string what)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 200);
        using (store)
        using (var worker = new SweepWorker(_sample.Path, sweep))
        {
            Checkpoint(store);
            File.Copy(_sample.Path, _sample.File("earlier.db"));
            Run(worker, 150);
            SpinWait.SpinUntil(() => store.StateCounts(sweep).GetValueOrDefault(TrialState.Finished) == 150);
            Checkpoint(store);
            WriteOver(_sample.Path, Other());
            // What the worker has in memory goes into the journal: some of the pages, not all.
            var error = Assert.Throws<StoreException>(() =>
            {
                Run(worker, 1);
                worker.Complete();
            });
            Assert.Contains($"The store '{_sample.Path}' or its journal is damaged, or was written over", error.Message, StringComparison.Ordinal);
        }

        byte[] Other()
        {
            switch (what)
            {
                case "another store":
                    Sample.Create(_sample.File("other.db"), 2).Store.Dispose();
                    return File.ReadAllBytes(_sample.File("other.db"));
                case "an earlier copy":
                    return File.ReadAllBytes(_sample.File("earlier.db"));
                case "another program's database":
                    using (var other = StoreConnection.Open(_sample.File("other.db"), StoreAccess.Write, TimeSpan.FromSeconds(1)))
                    {
                        other.Execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
                    }
                    return File.ReadAllBytes(_sample.File("other.db"));
                case "no database":
                    return [.. Enumerable.Repeat((byte)'x', 100_000)];
                default:
                    return [];
            }
        }
    }

    [Fact]
    public void A_store_that_is_written_over_with_one_where_as_much_was_measured_is_told_too()
    {
        var (other, otherSweep) = Sample.Create(_sample.File("other.db"), 20);
        using (other)
        using (var worker = new SweepWorker(other.Path, otherSweep))
        {
            Run(worker, 20);
            worker.Complete();
        }
        var (store, sweep) = Sample.Create(_sample.Path, 20);
        using (store)
        using (var worker = new SweepWorker(_sample.Path, sweep))
        {
            Run(worker, 20);
            SpinWait.SpinUntil(() => store.StateCounts(sweep).GetValueOrDefault(TrialState.Finished) == 20);
            Checkpoint(store);
            WriteOver(_sample.Path, File.ReadAllBytes(other.Path));
            Assert.Throws<StoreException>(worker.Complete);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void A_journal_that_is_cut_short_while_a_sweep_runs_is_told_at_its_end_at_the_latest(int length)
    {
        var (store, sweep) = Sample.Create(_sample.Path, 20);
        using (store)
        using (var worker = new SweepWorker(_sample.Path, sweep))
        {
            Run(worker, 20);
            SpinWait.SpinUntil(() => store.StateCounts(sweep).GetValueOrDefault(TrialState.Finished) == 20);
            using (var journal = File.Open(_sample.Path + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) journal.SetLength(length);
            var error = Assert.Throws<StoreException>(worker.Complete);
            Assert.Contains("or its journal is damaged", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_other_processes_do_to_a_sweep_meanwhile_is_no_damage()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 6, WeightsKept.Best);
        using (store)
        using (var first = new SweepWorker(_sample.Path, sweep))
        {
            var claim = first.Take(CancellationToken.None)!;
            // The same step twice, which is one.
            first.Report(claim, [new Goalkeeper.Store.Trace("cost", [0, 5], [2, 1])]);
            first.End(claim, Sample.Result(1, state: TrialState.Failed));
            Run(first, 2);
            using (var second = new SweepWorker(_sample.Path, sweep))
            {
                SpinWait.SpinUntil(() => store.Trial(sweep, 1).State == TrialState.Failed);
                Assert.Equal(1, store.Retry(sweep, [1]));
                Run(second, 2);
                second.Complete();
            }
            first.Complete();
        }
    }

    [Fact]
    public void A_store_in_which_a_sweep_is_being_run_is_written_by_its_own_name_and_by_no_link()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 1);
        var link = File.CreateSymbolicLink(_sample.File("link.db"), _sample.Path).FullName;
        using (store)
        {
            using (new SweepWorker(_sample.Path, sweep))
            {
                var error = Assert.Throws<UserErrorException>(() => SweepStore.Open(link));
                Assert.Contains($"A sweep is being run in '{_sample.Path}', which '{link}' is a link to.", error.Message, StringComparison.Ordinal);
                SweepStore.OpenReadOnly(link).Dispose();
            }
            using var worker = new SweepWorker(link, sweep);
            worker.End(worker.Take(CancellationToken.None)!, Sample.Result(1));
            worker.Complete();
        }
    }

    [Theory]
    [InlineData("linked folder")]
    [InlineData("dots")]
    public void A_sweep_that_is_being_run_can_be_joined_however_the_store_is_spelt(string how)
    {
        var path = _sample.File("folder/goalkeeper.db");
        var (store, sweep) = Sample.Create(path, 2);
        using (store)
        using (var first = new SweepWorker(path, sweep))
        using (var second = new SweepWorker(Spelt(), sweep))
        {
            Assert.Equal(
                [1L, 2L],
                ((SweepWorker[])[first, second]).Select(worker => worker.Take(CancellationToken.None)!.Trial.Number).Order());
        }

        string Spelt()
        {
            switch (how)
            {
                case "linked folder":
                    Directory.CreateSymbolicLink(_sample.File("link"), _sample.File("folder"));
                    return _sample.File("link/goalkeeper.db");
                default:
                    return _sample.File("folder/../folder/goalkeeper.db");
            }
        }
    }

    [Theory]
    [InlineData("hard link")]
    [InlineData("renamed")]
    [InlineData("renamed with its journal")]
    [InlineData("renamed folder")]
    public void A_store_in_which_a_sweep_is_being_run_is_refused_under_another_name_and_left_as_it_is(string how)
    {
        var path = _sample.File("folder/goalkeeper.db");
        var (store, sweep) = Sample.Create(path, 2);
        using (store)
        {
            string name;
            using (new SweepWorker(store.Path, sweep))
            {
                name = Rename();
                var error = Assert.Throws<UserErrorException>(() => SweepStore.Open(name));
                Assert.Contains("A sweep is being run in", error.Message, StringComparison.Ordinal);
                Assert.Contains("another name", error.Message, StringComparison.Ordinal);
                Assert.Equal(how == "renamed with its journal" || how == "renamed folder", File.Exists(name + "-wal"));
            }
            if (how == "hard link") store.Commit(sweep, [], [Sample.Result(1)]);
        }

        string Rename()
        {
            var other = _sample.File("folder/other.db");
            switch (how)
            {
                case "hard link":
                    HardLink(path, other);
                    return other;
                case "renamed folder":
                    Directory.Move(_sample.File("folder"), _sample.File("moved"));
                    return _sample.File("moved/goalkeeper.db");
                default:
                    File.Move(path, other);
                    if (how == "renamed") return other;
                    File.Move(path + "-wal", other + "-wal");
                    File.Move(path + "-shm", other + "-shm");
                    return other;
            }
        }
    }

    private static void Run(SweepWorker worker, int trials)
    {
        for (var i = 0; i < trials; i++)
        {
            var claim = worker.Take(CancellationToken.None)!;
            worker.End(claim, Sample.Result(claim.Trial.Number));
        }
    }

    private static void Checkpoint(SweepStore store) => store.Connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");

    // As cp does: the file stays the same one.
    private static void WriteOver(string path, byte[] content)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        file.Write(content);
    }

    private static void HardLink(string file, string name)
    {
        using var link = Process.Start("ln", [file, name]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
    }
}
