namespace Goalkeeper.Report.Charts;

/// <summary>A point of a contour, in the units of the grid's axes.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
internal readonly record struct ContourPoint(double X, double Y);

/// <summary>Values at the nodes of a regular grid over a rectangle, its border included.</summary>
/// <param name="Values">[row, column]: rows from <paramref name="YMin"/> up, columns from <paramref name="XMin"/> on;
/// at least 2 × 2.</param>
/// <param name="XMin">Where the first column stands.</param>
/// <param name="XMax">Where the last column stands.</param>
/// <param name="YMin">Where the first row stands.</param>
/// <param name="YMax">Where the last row stands.</param>
internal sealed record ValueGrid(double[,] Values, double XMin, double XMax, double YMin, double YMax);

/// <summary>Where a function on a grid exceeds a level: marching squares with linear interpolation.</summary>
/// <remarks>Lorensen and Cline (1987) in two dimensions; a saddle's corners are joined when its mean exceeds the level.</remarks>
internal static class Contour
{
    /// <summary>
    /// The closed outlines of the region above the level, each without repeating its first point. Outer ones run counter-clockwise
    /// and holes clockwise, so that the signed areas add up to the region's. Where the region meets the grid's border, the outline
    /// runs along it exactly. NaN counts as below.
    /// </summary>
    /// <exception cref="ArgumentException">The grid has fewer than 2 × 2 nodes, or its ranges are empty or not finite.</exception>
    public static IReadOnlyList<IReadOnlyList<ContourPoint>> Region(ValueGrid grid, double level)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Values.GetLength(0) < 2 || grid.Values.GetLength(1) < 2)
        {
            throw new ArgumentException("A contour needs a grid of at least 2 × 2 values.", nameof(grid));
        }

        if (!(grid.XMax > grid.XMin && grid.YMax > grid.YMin
            && double.IsFinite(grid.XMax - grid.XMin) && double.IsFinite(grid.YMax - grid.YMin)))
        {
            throw new ArgumentException("A contour needs a grid whose ranges run from a smaller to a larger finite number.", nameof(grid));
        }

        return Linked(new PaddedGrid(grid, level));
    }

    // Edge crossings are the vertices. Each cell links the crossing where the outline enters it to the one where it leaves,
    // with the region on the left, so every crossing has exactly one successor.
    private static List<IReadOnlyList<ContourPoint>> Linked(PaddedGrid grid)
    {
        var next = new int[2 * grid.Width * grid.Height];
        Array.Fill(next, -1);
        for (var j = 0; j < grid.Height - 1; j++)
        {
            for (var i = 0; i < grid.Width - 1; i++)
            {
                foreach (var (from, to) in Segments(grid, i, j))
                {
                    next[from] = to;
                }
            }
        }

        var loops = new List<IReadOnlyList<ContourPoint>>();
        for (var start = 0; start < next.Length; start++)
        {
            var loop = new List<ContourPoint>();
            for (var edge = start; next[edge] >= 0;)
            {
                var point = grid.Crossing(edge);
                if (loop.Count == 0 || loop[^1] != point)
                {
                    loop.Add(point);
                }

                (edge, next[edge]) = (next[edge], -1);
            }

            if (loop.Count > 1 && loop[0] == loop[^1])
            {
                loop.RemoveAt(loop.Count - 1);
            }

            if (loop.Count > 2)
            {
                loops.Add(loop);
            }
        }

        return loops;
    }

    private static (int From, int To)[] Segments(PaddedGrid grid, int i, int j)
    {
        var (bottom, right, top, left) = (grid.Horizontal(i, j), grid.Vertical(i + 1, j), grid.Horizontal(i, j + 1), grid.Vertical(i, j));
        var corners = (grid.IsInside(i, j) ? 1 : 0) + (grid.IsInside(i + 1, j) ? 2 : 0)
            + (grid.IsInside(i + 1, j + 1) ? 4 : 0) + (grid.IsInside(i, j + 1) ? 8 : 0);
        return corners switch
        {
            1 => [(bottom, left)],
            2 => [(right, bottom)],
            3 => [(right, left)],
            4 => [(top, right)],
            5 => grid.IsMeanInside(i, j) ? [(bottom, right), (top, left)] : [(bottom, left), (top, right)],
            6 => [(top, bottom)],
            7 => [(top, left)],
            8 => [(left, top)],
            9 => [(bottom, top)],
            10 => grid.IsMeanInside(i, j) ? [(left, bottom), (right, top)] : [(right, bottom), (left, top)],
            11 => [(right, top)],
            12 => [(left, right)],
            13 => [(bottom, right)],
            14 => [(left, bottom)],
            _ => [],
        };
    }

    /// <summary>The grid with one more node on every side, at the border's own place and below the level, so that outlines close.</summary>
    private sealed class PaddedGrid(ValueGrid grid, double level)
    {
        private readonly int _rows = grid.Values.GetLength(0);
        private readonly int _columns = grid.Values.GetLength(1);

        public int Width => _columns + 2;

        public int Height => _rows + 2;

        public int Horizontal(int i, int j) => 2 * (j * Width + i);

        public int Vertical(int i, int j) => 2 * (j * Width + i) + 1;

        public bool IsInside(int i, int j) => Value(i, j) > level;

        public bool IsMeanInside(int i, int j) => (Value(i, j) + Value(i + 1, j) + Value(i, j + 1) + Value(i + 1, j + 1)) / 4 > level;

        public ContourPoint Crossing(int edge)
        {
            var (i, j) = (edge / 2 % Width, edge / 2 / Width);
            var (i2, j2) = edge % 2 == 0 ? (i + 1, j) : (i, j + 1);
            var (a, b) = (Value(i, j), Value(i2, j2));
            var t = double.IsFinite(a) && double.IsFinite(b) ? Math.Clamp((level - a) / (b - a), 0, 1) : 0.5;
            return new ContourPoint(X(i) + t * (X(i2) - X(i)), Y(j) + t * (Y(j2) - Y(j)));
        }

        private double Value(int i, int j) =>
            i == 0 || j == 0 || i > _columns || j > _rows || double.IsNaN(grid.Values[j - 1, i - 1])
                ? double.NegativeInfinity
                : grid.Values[j - 1, i - 1];

        private double X(int i) => Between(grid.XMin, grid.XMax, Math.Clamp(i - 1, 0, _columns - 1), _columns - 1);

        private double Y(int j) => Between(grid.YMin, grid.YMax, Math.Clamp(j - 1, 0, _rows - 1), _rows - 1);

        // The last node is the range's end itself, not nearly.
        private static double Between(double from, double to, int step, int steps) =>
            step == steps ? to : from + (to - from) * step / steps;
    }
}
