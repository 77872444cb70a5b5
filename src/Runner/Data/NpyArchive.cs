using System.Globalization;
using System.IO.Compression;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>NumPy arrays by name: an .npz file, which is a zip of .npy files, or a folder of .npy files.</summary>
internal sealed class NpyArchive : ArrayFile
{
    private const string Extension = ".npy";

    private readonly ZipArchive? _zip;

    /// <exception cref="UserErrorException">It cannot be read, or is neither.</exception>
    public NpyArchive(string path)
        : base(path)
    {
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(e);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names =>
    [
        .. (_zip is null ? Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName) : _zip.Entries.Select(e => e.FullName))
            .Where(n => n!.EndsWith(Extension, StringComparison.Ordinal))
            .Select(n => n![..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public override void Dispose() => _zip?.Dispose();

    protected override NamedArray? Read(string name)
    {
        var count = Names.Count(n => n == name);
        if (count == 0) return null;
        if (count > 1) throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"{Where(name)}: the file has {count} of that name; expected one"));
        try
        {
            var entry = _zip?.GetEntry(name + Extension);
            var file = System.IO.Path.Combine(Path, name + Extension);
            return new NpyArray(
                () => entry is null ? File.OpenRead(file) : new ChecksummedStream(entry.Open(), entry.Length, entry.Crc32),
                entry?.Length ?? new FileInfo(file).Length, Where(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(e);
        }
    }

    private static bool BeginsAsZip(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }
}
