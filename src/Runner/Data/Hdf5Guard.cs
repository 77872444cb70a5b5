using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>PureHDF trusts a file's bytes, so that any exception may mean that they are damaged.</summary>
internal static class Hdf5Guard
{
    /// <summary>Does what reads.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static T Read<T>(string where, Func<T> read)
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
}
