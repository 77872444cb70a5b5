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
        Hdf5Guard.Read(Path, () => In(_root, "").Take(MostNames).Order(StringComparer.Ordinal).ToList());

    public override void Dispose() => _file.Dispose();

    protected override NamedArray? Read(string name)
    {
        var where = Where(name);
        return Hdf5Guard.Read(where, () =>
        {
            if (!_root.LinkExists(name) || _root.Get(name) is not IH5Dataset dataset) return null;
            var axes = dataset.Space.Dimensions;
            return dataset.Space.Type == H5DataspaceType.Null || axes.Any(axis => axis > int.MaxValue)
                ? throw new UserErrorException($"{where}: has no axes, or one above {int.MaxValue}; expected an array of numbers")
                : new Hdf5Array(dataset, where, [.. axes.Select(axis => (int)axis)]);
        });
    }

    // No deeper than one group: links may make a group its own member.
    private static IEnumerable<string> In(IH5Group group, string path) => group.Children().SelectMany(child => child switch
    {
        IH5Dataset => [path + child.Name],
        IH5Group inner when path.Length == 0 => In(inner, child.Name + "/"),
        _ => [],
    });
}
