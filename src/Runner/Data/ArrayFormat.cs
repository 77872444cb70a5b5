using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Which files hold arrays by name, told by their extension: NumPy's .npz, HDF5, or a folder of .npy files.</summary>
internal static class ArrayFormat
{
    private static readonly string[] Hdf5 = [".h5", ".hdf5", ".hdf"];

    /// <summary>Opens a file, or a folder, of either kind.</summary>
    /// <exception cref="UserErrorException">It cannot be read, or is neither.</exception>
    public static ArrayFile Open(string path) => IsHdf5(path) ? new Hdf5File(path) : new NpyArchive(path);

    /// <summary>Whether a path's extension says that it holds arrays by name, or it is a folder.</summary>
    public static bool IsOne(string path) =>
        Directory.Exists(path) || IsHdf5(path) || Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);

    private static bool IsHdf5(string path) =>
        !Directory.Exists(path) && Hdf5.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
