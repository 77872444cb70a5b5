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
    [InlineData("symbolic link")]
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
                case "symbolic link":
                    return File.CreateSymbolicLink(_sample.File("link.db"), path).FullName;
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

    private static void HardLink(string file, string name)
    {
        using var link = Process.Start("ln", [file, name]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
    }
}
