using System.IO.Compression;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>NumPy arrays by name: an .npz file, which is a zip of .npy files, or a folder of .npy files.</summary>
internal sealed class NpyArchive : IDisposable
{
    private const string Extension = ".npy";

    private readonly string _path;
    private readonly ZipArchive? _zip;

    /// <exception cref="UserErrorException">It cannot be read, or is neither.</exception>
    public NpyArchive(string path)
    {
        _path = path;
        if (Directory.Exists(path)) return;
        try
        {
            _zip = ZipFile.OpenRead(path);
            _ = _zip.Entries;
        }
        catch (InvalidDataException e)
        {
            var problem = BeginsAsZip(path)
                ? "truncated: the end of the zip file is missing; save or copy it again"
                : "not a zip file; expected an .npz that np.savez or np.savez_compressed wrote, or a folder of .npy files";
            throw new UserErrorException($"{path}: {problem}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Names of the arrays, in order.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. (_zip is null ? Directory.EnumerateFiles(_path).Select(Path.GetFileName) : _zip.Entries.Select(e => e.FullName))
            .Where(n => n!.EndsWith(Extension, StringComparison.Ordinal))
            .Select(n => n![..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one array.</summary>
    /// <exception cref="UserErrorException">There is none of that name, or it cannot be read.</exception>
    public NpyArray Read(string name)
    {
        var names = Names;
        if (!names.Contains(name))
        {
            var there = names.Count == 0 ? "none" : string.Join(", ", names);
            throw new UserErrorException($"{_path}: no array `{name}`; the arrays there are: {there}{Spelling.Hint(name, names)}");
        }
        try
        {
            var entry = _zip?.GetEntry(name + Extension);
            using var stream = entry?.Open() ?? File.OpenRead(Path.Combine(_path, name + Extension));
            return NpyArray.Read(stream, entry?.Length ?? stream.Length, Where(name));
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException($"{Where(name)}: damaged: {e.Message} Save or copy it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>File and array, for errors.</summary>
    public string Where(string name) => $"{_path}: array `{name}`";

    public void Dispose() => _zip?.Dispose();

    private static bool BeginsAsZip(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }

    private UserErrorException Unreadable(Exception e) => new($"{_path}: cannot be read: {e.Message}", e);
}
