using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Arrays by name: NumPy's .npz, a folder of .npy files, or HDF5.</summary>
internal abstract class ArrayFile(string path) : IDisposable
{
    /// <summary>The names of the arrays, in order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    protected string Path { get; } = path;

    /// <summary>One array; its content is read when it is asked for, while the file is open.</summary>
    /// <exception cref="UserErrorException">There is none of that name, or it cannot be read.</exception>
    public NamedArray Find(string name) => Read(name) ?? throw new UserErrorException(
        $"{Path}: no array `{name}`; the arrays there are: {string.Join(", ", Names.DefaultIfEmpty("none"))}{Spelling.Hint(name, Names)}");

    public abstract void Dispose();

    /// <summary>One array, or null: there is none of that name.</summary>
    protected abstract NamedArray? Read(string name);

    /// <summary>File and array, for errors.</summary>
    protected string Where(string name) => $"{Path}: array `{name}`";

    protected UserErrorException Unreadable(Exception e) => new($"{Path}: cannot be read: {e.Message}", e);
}
