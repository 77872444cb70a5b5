using Goalkeeper.Store;
using Goalkeeper.Tests.Runner;
using SQLitePCL;

namespace Goalkeeper.Tests.Store;

/// <summary>
/// Reading needs no writing. A link to nowhere in the place of SQLite's -shm file keeps even root from making one, as a folder or a disk
/// that may only be read does; tests/Cli/ProcessTests.cs has such a folder, read by a user who is not root.
/// </summary>
public sealed class ReadOnlyStoreTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_store_beside_which_nothing_can_be_made_is_read_where_it_is()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        using (store) store.Commit(sweep, [], [Sample.Result(1)]);
        var path = ReadOnly("50 % of #1?.db");
        File.Copy(_sample.Path, path);
        var before = File.ReadAllBytes(path);
        using (var read = SweepStore.OpenReadOnly(path))
        {
            Assert.Equal(path, raw.sqlite3_db_filename(read.Connection.Handle, "main").utf8_to_string());
            Assert.Equal(1, read.List().Single().Finished);
            Assert.Throws<StoreException>(() => read.Retry(sweep, [1]));
        }
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_only_the_journal_holds_is_read_in_a_copy_that_goes_afterwards()
    {
        var path = ReadOnly("goalkeeper.db");
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        using (store)
        {
            store.Connection.Write(() => raw.sqlite3_wal_checkpoint_v2(store.Connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _));
            store.Commit(sweep, [], [Sample.Result(1)]);
            // As a kill leaves it: the newest commit is in the journal alone.
            File.Copy(_sample.Path, path);
            File.Copy(_sample.Path + "-wal", path + "-wal");
        }
        string folder;
        using (var read = SweepStore.OpenReadOnly(path))
        {
            folder = Path.GetDirectoryName(raw.sqlite3_db_filename(read.Connection.Handle, "main").utf8_to_string())!;
            Assert.Equal(path, read.Path);
            Assert.Equal(1, read.List().Single().Finished);
            Assert.True(Directory.Exists(folder));
        }
        Assert.NotEqual(Path.GetDirectoryName(path), folder);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_older_store_that_cannot_be_written_is_brought_up_to_date_in_a_copy(bool hasJournal)
    {
        File.Copy(Path.Combine(Experiments.Root, "tests/Store/Files/version-3.db"), _sample.Path);
        using (var old = StoreConnection.Open(_sample.Path, StoreAccess.Write, StoreConnection.DefaultBusyTimeout)) old.UseWriteAheadLog();
        var path = ReadOnly("old.db");
        File.Copy(_sample.Path, path);
        if (hasJournal) File.WriteAllText(path + "-wal", "of no use");
        var before = File.ReadAllBytes(path);
        string folder;
        using (var read = SweepStore.OpenReadOnly(path))
        {
            folder = Path.GetDirectoryName(raw.sqlite3_db_filename(read.Connection.Handle, "main").utf8_to_string())!;
            Assert.NotNull(read.List().Single(s => s.Sweep == "old").BestPoint);
        }
        Assert.NotEqual(Path.GetDirectoryName(path), folder);
        Assert.False(Directory.Exists(folder));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    private string ReadOnly(string name)
    {
        var path = _sample.File($"read only/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path + "-shm", _sample.File("nowhere/shm"));
        return path;
    }
}
