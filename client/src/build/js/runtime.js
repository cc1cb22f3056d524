// What TeaVM's output leans on, in place of its own runtime and of Java's classes: a string is the browser's string, a boolean the
// browser's number, an exception nothing at all. Differences from Java, none of which the tracker meets: no null check, no bounds
// check, no class object, no identity hash, no toString. Whatever the tracker uses beyond these stops the build as undefined.
function jl_Object__init_() {}
function jl_Record__init_() {}
const jl_Record = 0;
const jl_String = 0;
const $rt_compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
const $rt_str = value => value;
const $rt_ustr = value => value;
const $rt_eraseClinit = () => () => {};
const $rt_classWithoutFields = () => function() {};
const $rt_createArray = (type, length) => ({ data : new Array(length).fill(null) });
const $rt_wrapArray = (type, values) => ({ data : values });
const jl_String_equals = (a, b) => a == b;
// The second is a word of ours, in lower case.
const jl_String_equalsIgnoreCase = (a, b) => a.toLowerCase() == b;
const jl_String_isEmpty = a => !a;
const jl_String_length = a => a.length;
const jl_String_substring0 = (a, from) => a.slice(from);
const jl_String_contains = (a, b) => a.includes(b);
// A builder is the string so far: who appends keeps what comes back.
const jl_StringBuilder__init_ = () => "";
const jl_StringBuilder_append = (builder, value) => builder + value;
const jl_StringBuilder_append0 = (builder, character) => builder + character;
const jl_StringBuilder_append1 = (builder, number) => builder + number;
const jl_StringBuilder_toString = builder => builder;
const jl_Boolean_valueOf = value => !!value;
const jl_Boolean_booleanValue = value => value;
// An ArrayList is the browser's array. Which of the two names its constructor has depends on who else makes one.
const ju_ArrayList__init_ = () => [];
const ju_ArrayList__init_0 = ju_ArrayList__init_;
const ju_ArrayList__init_3 = list => list.slice();
const ju_ArrayList_add = (list, element) => list.push(element);
const ju_ArrayList_remove = (list, index) => list.splice(index, 1)[0];
const ju_ArrayList_size = list => list.length;
const ju_ArrayList_forEach = (list, task) => list.forEach(task);
const ju_Collection_removeIf = (list, out) => { for (let i = list.length; i--;) out(list[i]) && list.splice(i, 1); };
const jl_Math_max = (a, b) => Math.max(a, b);
const jl_Math_max0 = jl_Math_max;
const jl_Math_min0 = (a, b) => Math.min(a, b);
const ju_Objects_requireNonNull = value => value;
// Java's lambdas are functions already.
const otji_JS_function = task => task;
const otji_JS_functionAsObject = task => task;
const otji_JS_unwrapStringArray = values => ({ data : values });
const otji_JSWrapper_unwrap = object => object;
const otji_JSWrapper_wrap = object => object;
// Expressions that are constants are literals.
const constant_replace = (expression, text, replacement) => text.replace(expression, replacement);
