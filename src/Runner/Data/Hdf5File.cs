using Goalkeeper.Store;
using PureHDF;

namespace Goalkeeper.Runner;

/// <summary>Arrays by name in an HDF5 file; those in groups by their path, such as <c>train/x</c>.</summary>
internal sealed class Hdf5File : ArrayFile
{
    private const int MostNames = 50;

    private readonly IH5Group _root;
    private readonly IDisposable _file;

    /// <exception cref="UserErrorException">It cannot be read, or is none.</exception>
    public Hdf5File(string path)
        : base(path)
    {
        GuardedStream? stream = null;
        try
        {
            stream = new GuardedStream(File.OpenRead(path));
            var file = H5File.Open(stream);
            (_root, _file) = (file, file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
        catch (Exception e) when (e is not UserErrorException)
        {
            stream?.Dispose();
            throw new UserErrorException($"{path}: not an HDF5 file, or damaged: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names =>
        Guard(Path, () => In(_root, "").Take(MostNames).Order(StringComparer.Ordinal).ToList());

    public override void Dispose() => _file.Dispose();

    protected override NamedArray? Read(string name)
    {
        var where = Where(name);
        return Guard(where, () =>
        {
            if (!_root.LinkExists(name) || _root.Get(name) is not IH5Dataset dataset) return null;
            var axes = dataset.Space.Dimensions;
            return dataset.Space.Type == H5DataspaceType.Null || axes.Any(axis => axis > int.MaxValue)
                ? throw new UserErrorException($"{where}: has no axes, or one above {int.MaxValue}; expected an array of numbers")
                : new Hdf5Array(dataset, where, [.. axes.Select(axis => (int)axis)]);
        });
    }

    /// <summary>Does what reads. PureHDF trusts a file's bytes, so that any exception may mean that they are damaged.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    internal static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (UserErrorException or OutOfMemoryException))
        {
            throw new UserErrorException($"{where}: cannot be read: {e.Message.TrimEnd('.')}; save it again, uncompressed or with gzip, as h5py does", e);
        }
    }

    // No deeper than one group: links may make a group its own member.
    private static IEnumerable<string> In(IH5Group group, string path) => group.Children().SelectMany(child => child switch
    {
        IH5Dataset => [path + child.Name],
        IH5Group inner when path.Length == 0 => In(inner, child.Name + "/"),
        _ => [],
    });
}
