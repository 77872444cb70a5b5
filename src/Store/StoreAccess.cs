namespace Goalkeeper.Store;

/// <summary>What a connection does with its file.</summary>
internal enum StoreAccess
{
    /// <summary>Reads and writes; makes the file where there is none.</summary>
    Write,

    /// <summary>Only reads, and sees what others write meanwhile.</summary>
    Read,

    /// <summary>Only reads a file that nobody writes, and needs nothing beside it.</summary>
    Immutable,
}
