using System.Diagnostics;
using System.Text;
using Goalkeeper.Store;
using Microsoft.Data.Sqlite;

namespace Goalkeeper.Tests.Store;

public sealed class FileTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void Opening_makes_the_folder_and_the_file_in_durable_mode()
    {
        var path = _sample.File("a/b/goalkeeper.db");
        using var store = SweepStore.Open(path);
        Assert.True(File.Exists(path));
        Assert.Equal("wal", Scalar(store, "PRAGMA journal_mode"));
        Assert.Equal(2L, Scalar(store, "PRAGMA synchronous"));
        Assert.Equal(1L, Scalar(store, "PRAGMA foreign_keys"));
        Assert.Empty(store.List());
    }

    [Fact]
    public void A_store_that_is_not_there_can_not_be_read_and_is_not_made()
    {
        var error = Assert.Throws<UserErrorException>(() => SweepStore.OpenReadOnly(_sample.Path));
        Assert.Contains("goalkeeper run", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_sample.Path));
    }

    [Fact]
    public void A_newer_stores_version_is_refused_and_the_file_left_alone()
    {
        SweepStore.Open(_sample.Path).Dispose();
        Shell("PRAGMA user_version = 999");
        foreach (var open in (Func<string, SweepStore>[])[SweepStore.Open, SweepStore.OpenReadOnly])
        {
            var error = Assert.Throws<UserErrorException>(() => open(_sample.Path));
            Assert.Contains("version 999", error.Message, StringComparison.Ordinal);
            Assert.Contains($"up to {Migration.All[^1].Version}", error.Message, StringComparison.Ordinal);
            Assert.Contains("Update Goalkeeper", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_older_store_is_brought_up_to_date_with_its_data_also_when_it_is_only_read(bool readOnly)
    {
        var (old, sweep) = Sample.Create(_sample.Path, 2);
        old.Commit(sweep, [], [Sample.Result(1)]);
        old.Dispose();
        IReadOnlyList<Migration> next =
            [.. Migration.All, new(Migration.All[^1].Version + 1, "ALTER TABLE trial ADD COLUMN note TEXT DEFAULT 'new'")];
        using (var store = readOnly ? SweepStore.OpenReadOnly(_sample.Path, Soon, next) : SweepStore.Open(_sample.Path, Soon, next))
        {
            Assert.Equal("new", Scalar(store, "SELECT note FROM trial WHERE number = 1"));
            Assert.Equal(0.9, store.Trial(sweep, 1).Metrics["dev_accuracy"]);
            Assert.Equal(next[^1].Version, Scalar(store, "PRAGMA user_version"));
        }
        Assert.Throws<UserErrorException>(() => SweepStore.Open(_sample.Path));
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_store_as_it_was()
    {
        var (old, sweep) = Sample.Create(_sample.Path, 1);
        old.Dispose();
        const string sql = "ALTER TABLE trial ADD COLUMN note TEXT; SELECT * FROM nowhere";
        IReadOnlyList<Migration> bad = [.. Migration.All, new(Migration.All[^1].Version + 1, sql)];
        Assert.Throws<StoreException>(() => SweepStore.Open(_sample.Path, Soon, bad));
        using var store = SweepStore.Open(_sample.Path);
        Assert.Equal(Migration.All[^1].Version, Scalar(store, "PRAGMA user_version"));
        Assert.Equal(0L, Scalar(store, "SELECT count(*) FROM pragma_table_info('trial') WHERE name = 'note'"));
        Assert.Equal(sweep, store.Find(new("football")));
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count).Select(n => (long)n), Migration.All.Select(m => m.Version));

    [Fact]
    public void Something_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("name: football\n", 100));
        File.WriteAllText(_sample.Path, text);
        foreach (var open in (Func<string, SweepStore>[])[SweepStore.Open, SweepStore.OpenReadOnly])
        {
            var error = Assert.Throws<UserErrorException>(() => open(_sample.Path));
            Assert.Contains("is not a Goalkeeper store", error.Message, StringComparison.Ordinal);
            Assert.Contains(_sample.Path, error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(text, File.ReadAllText(_sample.Path));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        Shell("CREATE TABLE address (name TEXT)");
        var before = File.ReadAllBytes(_sample.Path);
        var error = Assert.Throws<UserErrorException>(() => SweepStore.Open(_sample.Path));
        Assert.Contains("not a Goalkeeper store", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_sample.Path));
    }

    [Fact]
    public void Whichever_page_is_damaged_the_sweeps_that_have_none_of_it_are_listed()
    {
        using (var store = SweepStore.Open(_sample.Path))
        {
            foreach (var name in (string[])["first", "second"]) store.FindOrCreate(Sample.Sweep(name), Sample.Trials(100));
        }
        var whole = File.ReadAllBytes(_sample.Path);
        var listed = new HashSet<string>();
        for (var page = 1; page < whole.Length / 4096; page++)
        {
            var bytes = whole.ToArray();
            bytes.AsSpan(page * 4096, 4096).Fill((byte)'x');
            File.WriteAllBytes(_sample.Path, bytes);
            try
            {
                using var store = SweepStore.OpenReadOnly(_sample.Path);
                var told = new List<string>();
                var sweeps = store.List(e => told.Add(e.Message));
                Assert.Equal(2, sweeps.Count + told.Count);
                Assert.All(told, message => Assert.Contains("is damaged: sweep ", message, StringComparison.Ordinal));
                if (sweeps.Count == 1) listed.Add(sweeps[0].Sweep);
            }
            catch (UserErrorException)
            {
                // What all share.
            }
        }
        Assert.Equal(["first", "second"], listed.Order());
    }

    [Fact]
    public void A_damaged_store_is_told_with_what_to_do()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 500);
        store.Dispose();
        var bytes = File.ReadAllBytes(_sample.Path);
        Encoding.ASCII.GetBytes(new string('x', bytes.Length - 8192)).CopyTo(bytes, 8192);
        File.WriteAllBytes(_sample.Path, bytes);
        var error = Assert.Throws<UserErrorException>(() =>
        {
            using var damaged = SweepStore.Open(_sample.Path);
            damaged.Trials(sweep);
        });
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains(".recover", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_or_a_path_below_a_file_is_no_store()
    {
        Assert.Contains("is not a file", Assert.Throws<UserErrorException>(
            () => SweepStore.Open(Path.GetDirectoryName(_sample.Path)!)).Message, StringComparison.Ordinal);
        File.WriteAllText(_sample.File("file"), "");
        Assert.Contains("could not be made", Assert.Throws<UserErrorException>(
            () => SweepStore.Open(_sample.File("file/goalkeeper.db"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The store's name is empty.")]
    [InlineData("  ", "The store's name is empty.")]
    [InlineData(":memory:", "':memory:' is not a file: SQLite would keep the store nowhere.")]
    [InlineData("file:z.db", "'file:z.db' is not a file's path, but a URI.")]
    [InlineData("file::memory:?cache=shared", "'file::memory:?cache=shared' is not a file's path, but a URI.")]
    [InlineData("sqlite:///z.db", "'sqlite:///z.db' is not a file's path, but a URI.")]
    [InlineData("postgresql+psycopg://host/z", "'postgresql+psycopg://host/z' is not a file's path, but a URI.")]
    [InlineData("SQLite:z.db", "'SQLite:z.db' is not a file's path, but a URI.")]
    [InlineData("~other/z.db", "'~other/z.db' is in another user's home folder")]
    [InlineData("no-such-folder/", "'no-such-folder/' is not a file, but a folder.")]
    public void A_name_that_is_none_of_a_file_is_refused_and_no_file_is_made(string name, string expected)
    {
        foreach (var open in (Func<string, SweepStore>[])[SweepStore.Open, SweepStore.OpenReadOnly])
        {
            var error = Assert.Throws<UserErrorException>(() => open(name));
            Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
            Assert.EndsWith("name it with --store or GOALKEEPER_STORE.", error.Message, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(name));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("a pipe")]
    [InlineData("a link to one")]
    public void A_device_or_a_pipe_is_refused_before_anything_is_read(string what)
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "needs /dev/zero");
        var path = what.StartsWith('/') ? what : _sample.File("pipe");
        if (what == "a pipe") Process.Start("mkfifo", [path]).WaitForExit();
        if (what == "a link to one") File.CreateSymbolicLink(path, "/dev/zero");
        foreach (var open in (Func<string, SweepStore>[])[SweepStore.Open, SweepStore.OpenReadOnly])
            Assert.StartsWith($"'{path}' is not a file, but a device or a pipe.", Assert.Throws<UserErrorException>(() => open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tilde_is_the_home_folder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(home + "/stores/a.db", StorePath.Of("~/stores/a.db"));
        Assert.Equal("./~/a.db", StorePath.Of("./~/a.db"));
        Assert.Equal("a~b.db", StorePath.Of("a~b.db"));
        Assert.Throws<UserErrorException>(() => StorePath.Of("~"));
    }

    [Fact]
    public void A_full_disk_is_told_and_what_was_stored_stays()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        using (store)
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            store.Connection.Execute("PRAGMA max_page_count = 1");
            var large = Sample.Result(2) with { Weights = new StoredWeights([1], new double[100_000]) };
            var error = Assert.Throws<StoreException>(() => store.Commit(sweep, [], [large]));
            Assert.Contains("no room left", error.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing that was already stored is lost", error.Message, StringComparison.Ordinal);
            Assert.Equal(TrialState.Finished, store.Trial(sweep, 1).State);
            Assert.Equal(TrialState.Queued, store.Trial(sweep, 2).State);
            store.Connection.Execute("PRAGMA max_page_count = 1000000");
            store.Commit(sweep, [], [large]);
        }
    }

    [Fact]
    public void A_locked_store_is_told_and_reading_goes_on()
    {
        var (holder, sweep) = Sample.Create(_sample.Path, 1);
        using (holder)
        using (var store = SweepStore.Open(_sample.Path, Soon, Migration.All))
        {
            holder.Connection.Write(() =>
            {
                var error = Assert.Throws<StoreException>(() => store.Commit(sweep, [], [Sample.Result(1)]));
                Assert.Contains("is locked", error.Message, StringComparison.Ordinal);
                Assert.Equal(TrialState.Queued, store.Trial(sweep, 1).State);
            });
            store.Commit(sweep, [], [Sample.Result(1)]);
        }
    }

    [Fact]
    public void A_store_that_can_only_be_read_says_so_when_it_is_written()
    {
        var (writer, sweep) = Sample.Create(_sample.Path, 1);
        using (writer)
        using (var store = SweepStore.OpenReadOnly(_sample.Path))
        {
            var error = Assert.Throws<StoreException>(() => store.Commit(sweep, [], [Sample.Result(1)]));
            Assert.Contains("can only be read", error.Message, StringComparison.Ordinal);
            Assert.Equal(TrialState.Queued, store.Trial(sweep, 1).State);
        }
    }

    private static object? Scalar(SweepStore store, string sql) => store.Connection.Guard(() =>
    {
        using var statement = new Statement(store.Connection.Handle, sql);
        statement.Step();
        return statement.Value(0);
    });

    private void Shell(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_sample.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
